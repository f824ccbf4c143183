// Phone numbers, the queue of calls that wait to be dialled, batches of calls.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table phone_numbers (
    workspace_id text not null references workspaces on delete cascade,
    phone_number text not null,
    provider text not null,
    provider_id text,
    fallback_number text,
    config json not null,
    trunk_password bytea,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (workspace_id, phone_number)
  )`,
  `create index phone_numbers_by_time on phone_numbers (workspace_id, created_at, phone_number)`,
  `create index phone_numbers_by_number on phone_numbers (phone_number)`,
  `create index phone_numbers_by_fallback on phone_numbers (workspace_id, fallback_number) where fallback_number is not null`,
  `create table dials (
    dial_id bigint generated always as identity primary key,
    workspace_id text not null references workspaces on delete cascade,
    call_id text not null unique,
    provider text not null,
    released_at bigint,
    begun_at bigint
  )`,
  `create index dials_waiting on dials (workspace_id, provider, dial_id) where released_at is null`,
  `create table dial_lines (
    workspace_id text not null references workspaces on delete cascade,
    provider text not null,
    next_dial_at bigint not null,
    primary key (workspace_id, provider)
  )`,
  `create table batch_calls (
    workspace_id text not null references workspaces on delete cascade,
    batch_call_id text primary key,
    name text not null,
    from_number text not null,
    trigger_at bigint not null,
    reserved_concurrency integer not null default 0,
    call_time_window json,
    total_task_count integer not null,
    begun_at bigint,
    done_at bigint,
    canceled_at bigint,
    created_at bigint not null
  )`,
  `create index batch_calls_by_time on batch_calls (workspace_id, created_at, batch_call_id)`,
  `create index batch_calls_open on batch_calls (trigger_at) where done_at is null`,
  `create table batch_call_tasks (
    workspace_id text not null references workspaces on delete cascade,
    batch_call_id text not null references batch_calls on delete cascade,
    task_number integer not null,
    task json not null,
    call_id text,
    failure text,
    sent_at bigint,
    primary key (batch_call_id, task_number)
  )`,
  `create index batch_call_tasks_waiting on batch_call_tasks (batch_call_id, task_number) where sent_at is null`,
];
