// What one server asks of a call that another one runs.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table call_commands (
    command_id bigint generated always as identity primary key,
    workspace_id text not null references workspaces on delete cascade,
    call_id text not null,
    owner_node text not null,
    owner_epoch integer not null,
    asker_node text not null,
    command jsonb not null,
    answer jsonb,
    taken_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index call_commands_waiting on call_commands (owner_node, owner_epoch) where taken_at is null`,
  `create index call_commands_by_age on call_commands (created_at)`,
];
