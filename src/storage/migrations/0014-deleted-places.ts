// Where pages of the older lists go on behind agents and engines that were deleted.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  // Id and time, nothing else.
  `create table deleted_places (
    workspace_id text not null references workspaces on delete cascade,
    id text not null,
    created_at bigint not null,
    deleted_at bigint not null,
    primary key (workspace_id, id)
  )`,
  `create index deleted_places_by_time on deleted_places (deleted_at)`,
];
