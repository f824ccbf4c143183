// Which server keeps a trunk registered: one of all that share this database.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table trunk_registrations (
        workspace_id text not null references workspaces on delete cascade,
        sip_trunk_id text primary key references sip_trunks on delete cascade,
        owner_node text not null,
        owner_epoch integer not null
      )`,
    )
    .execute(db);
}
