// Transfers under way: written before anybody is dialled, so that whoever finds the row of a dead server tells of its end and dials nobody.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table call_transfers (
    call_id text primary key,
    workspace_id text not null references workspaces on delete cascade,
    state text not null check (state in ('started', 'bridged')),
    told jsonb not null,
    owner_node text not null,
    owner_epoch integer not null,
    created_at timestamptz not null default now()
  )`,
];
