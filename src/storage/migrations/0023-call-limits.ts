// What a workspace may spend on calls out, and what it has dialled today, by destination.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `alter table workspaces add column call_limits jsonb not null default '{}'`,
  `create table dialled_destinations (
    workspace_id text not null references workspaces on delete cascade,
    day bigint not null,
    destination text not null,
    calls integer not null default 0,
    seconds bigint not null default 0,
    spent double precision not null default 0,
    refused integer not null default 0,
    primary key (workspace_id, day, destination)
  )`,
  `create index dialled_destinations_by_day on dialled_destinations (day)`,
];
