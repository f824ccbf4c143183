// Where pages go on behind chats that were deleted, and webhooks by their age.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  // Id and time, nothing else.
  `create table deleted_chats (
    chat_id text primary key,
    workspace_id text not null references workspaces on delete cascade,
    start_timestamp bigint not null,
    deleted_at bigint not null
  )`,
  `create index deleted_chats_by_time on deleted_chats (deleted_at)`,
  `create index webhook_deliveries_by_time on webhook_deliveries (created_at)`,
];
