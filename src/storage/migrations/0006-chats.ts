// Chats.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table chats (
    workspace_id text not null references workspaces on delete cascade,
    chat_id text primary key,
    chat_type text not null,
    chat_status text not null,
    agent_id text not null,
    agent_version integer not null,
    agent_tag text,
    configuration_hash text not null,
    from_number text,
    to_number text,
    start_timestamp bigint not null,
    end_timestamp bigint,
    disconnection_reason text,
    user_sentiment text,
    chat_successful boolean,
    closes_at bigint not null,
    message_count integer not null default 0,
    unanswered_seq integer,
    turn_id text,
    turn_until timestamptz,
    data_storage_setting text not null,
    delete_after bigint,
    metadata jsonb,
    retell_llm_dynamic_variables jsonb,
    custom_attributes jsonb,
    details jsonb not null default '{}',
    analyzed_at bigint,
    content_removed_at bigint
  )`,
  `create index chats_by_time on chats (workspace_id, start_timestamp desc, chat_id desc)`,
  `create index chats_by_agent on chats (workspace_id, agent_id, start_timestamp desc, chat_id desc)`,
  `create index chats_by_end on chats (workspace_id, end_timestamp) where end_timestamp is not null`,
  `create index chats_open on chats (closes_at) where chat_status = 'ongoing'`,
  `create index chats_to_empty on chats (end_timestamp)
    where data_storage_setting <> 'everything' and content_removed_at is null`,
  `create index chats_to_delete on chats (delete_after) where delete_after is not null`,
  `create table chat_messages (
    workspace_id text not null,
    chat_id text not null references chats on delete cascade,
    seq integer not null,
    message jsonb not null,
    primary key (chat_id, seq)
  )`,
  `alter table webhook_deliveries add column chat_id text`,
  `create index webhook_deliveries_by_chat on webhook_deliveries (chat_id) where chat_id is not null`,
];
