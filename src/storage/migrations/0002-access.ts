// Scoped and public keys, members, limits of a workspace, the audit log, creates that must not happen twice, counted requests.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table workspaces
    add column concurrency_burst_enabled boolean not null default false,
    add column reserved_inbound_concurrency integer not null default 0,
    add column cps_config jsonb not null default '{}',
    add column rate_limits jsonb`,
  `alter table api_keys
    add column kind text not null default 'secret',
    add column permissions jsonb,
    add column public_key_settings jsonb,
    add column last_used_at bigint`,
  `create index api_keys_by_workspace on api_keys (workspace_id, created_at, api_key_id)`,
  `create table members (
    workspace_id text not null references workspaces on delete cascade,
    member_id text primary key,
    user_id text not null,
    name text not null,
    email text,
    role text not null,
    created_at bigint not null,
    last_seen_at bigint,
    unique (workspace_id, user_id)
  )`,
  `create index members_by_workspace on members (workspace_id, created_at, member_id)`,
  `create index members_by_user on members (user_id)`,
  `create table audit_log (
    workspace_id text not null references workspaces on delete cascade,
    seq bigint generated always as identity primary key,
    entry_id text not null,
    created_at bigint not null,
    actor jsonb not null,
    operation_id text not null,
    object_id text,
    changes jsonb not null
  )`,
  `create index audit_log_by_time on audit_log (workspace_id, seq)`,
  `create index audit_log_by_object on audit_log (workspace_id, object_id, seq)`,
  `create table create_attempts (
    attempt_id text primary key,
    workspace_id text not null references workspaces on delete cascade,
    fingerprint text not null,
    body_hash text not null,
    retry_count integer not null default 0,
    undelivered boolean not null default false,
    answer bytea,
    created_at bigint not null,
    expires_at bigint not null
  )`,
  `create index create_attempts_by_fingerprint on create_attempts (fingerprint, created_at desc)`,
  `create index create_attempts_by_end on create_attempts (expires_at)`,
  // Lost with a crash, like what it counts.
  `create unlogged table request_counts (
    counted text not null primary key,
    started_at bigint not null,
    count integer not null
  )`,
  `create index calls_open_by_workspace on calls (workspace_id) where call_status in ('registered', 'ongoing')`,
];
