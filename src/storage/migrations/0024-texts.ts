// Text messages of numbers: what came and waits, what was sent and what became of it, who wants no more.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table text_messages (
    text_id bigint generated always as identity primary key,
    workspace_id text not null references workspaces on delete cascade,
    direction text not null,
    our_number text not null,
    their_number text not null,
    carrier text,
    message_id text,
    state text not null,
    code text,
    detail text,
    content jsonb,
    chat_id text,
    chat_message_id text,
    call_id text,
    created_at bigint not null
  )`,
  `create unique index text_messages_by_carrier on text_messages (carrier, message_id, direction)`,
  `create index text_messages_by_pair on text_messages (workspace_id, our_number, their_number, created_at)`,
  `create index text_messages_new on text_messages (workspace_id, our_number, their_number, text_id) where state = 'new'`,
  `create index text_messages_by_chat on text_messages (chat_id, chat_message_id) where chat_id is not null`,
  `create index text_messages_by_time on text_messages (created_at)`,
  `create table text_states (
    carrier text not null,
    message_id text not null,
    state text not null,
    code text,
    detail text,
    told_at bigint not null,
    primary key (carrier, message_id)
  )`,
  `create index text_states_by_time on text_states (told_at)`,
  `create table text_opt_outs (
    workspace_id text not null references workspaces on delete cascade,
    our_number text not null,
    their_number text not null,
    opted_out_at bigint not null,
    primary key (workspace_id, our_number, their_number)
  )`,
  `alter table chats add column texted_seq integer not null default 0`,
  `update chats set texted_seq = message_count where chat_type = 'sms_chat'`,
  `create index chats_by_pair on chats (workspace_id, from_number, to_number)
    where chat_type = 'sms_chat' and chat_status = 'ongoing'`,
];
