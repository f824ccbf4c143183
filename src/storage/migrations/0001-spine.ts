// Workspaces, keys, agents, language models, calls with their events, nodes, the outbox of webhooks.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table workspaces (
    workspace_id text primary key,
    name text not null,
    webhook_url text,
    concurrency_limit integer not null default 20,
    created_at bigint not null
  )`,
  `create table api_keys (
    api_key_id text primary key,
    workspace_id text not null references workspaces on delete cascade,
    name text not null,
    key_hash text not null unique,
    key_encrypted bytea not null,
    is_webhook_key boolean not null default false,
    created_at bigint not null,
    revoked_at bigint
  )`,
  `create unique index api_keys_one_webhook_key on api_keys (workspace_id) where is_webhook_key and revoked_at is null`,
  `create table agents (
    workspace_id text not null references workspaces on delete cascade,
    agent_id text not null,
    version integer not null,
    channel text not null,
    is_published boolean not null default false,
    agent_name text,
    engine_type text not null,
    engine_id text,
    config json not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (agent_id, version)
  )`,
  `create index agents_by_workspace on agents (workspace_id, channel, modified_at desc, agent_id desc, version desc)`,
  `create index agents_by_engine on agents (workspace_id, engine_id)`,
  `create table retell_llms (
    workspace_id text not null references workspaces on delete cascade,
    llm_id text not null,
    version integer not null,
    is_published boolean not null default false,
    config json not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (llm_id, version)
  )`,
  `create index retell_llms_by_workspace on retell_llms (workspace_id, modified_at desc, llm_id desc, version desc)`,
  `create table calls (
    workspace_id text not null references workspaces on delete cascade,
    call_id text primary key,
    call_type text not null,
    call_status text not null,
    agent_id text not null,
    agent_version integer not null,
    agent_name text,
    direction text,
    from_number text,
    to_number text,
    disconnection_reason text,
    user_sentiment text,
    call_successful boolean,
    in_voicemail boolean,
    created_at bigint not null,
    start_timestamp bigint,
    end_timestamp bigint,
    duration_ms bigint,
    e2e_latency_p50 double precision,
    access_token text,
    files_key text not null unique,
    has_recording boolean not null default false,
    metadata jsonb,
    retell_llm_dynamic_variables jsonb,
    details jsonb not null default '{}',
    analyzed_at bigint,
    owner_node text,
    owner_epoch integer not null default 0
  )`,
  `create index calls_by_time on calls (workspace_id, (coalesce(start_timestamp, created_at)) desc, call_id desc)`,
  `create index calls_by_agent on calls (workspace_id, agent_id, (coalesce(start_timestamp, created_at)) desc, call_id desc)`,
  `create index calls_open on calls (call_status, created_at) where call_status in ('registered', 'ongoing')`,
  `create table call_events (
    call_id text not null,
    seq integer not null,
    at_us bigint not null,
    wall_ms bigint not null,
    kind text not null,
    fact jsonb not null,
    primary key (call_id, seq)
  )`,
  `create sequence node_epochs as integer`,
  `create table nodes (
    node_id text primary key,
    epoch integer not null,
    internal_url text,
    worker_pool_id text,
    heartbeat_at timestamptz not null default now()
  )`,
  `create table webhook_deliveries (
    delivery_id bigint generated always as identity primary key,
    workspace_id text not null references workspaces on delete cascade,
    call_id text,
    event text not null,
    url text not null,
    timeout_ms integer not null,
    body text not null,
    attempts integer not null default 0,
    delivered_at bigint,
    last_error text,
    created_at bigint not null
  )`,
  `create table used_sign_ins (
    sign_in_id text primary key,
    used_at bigint not null
  )`,
  `create index webhook_deliveries_by_call on webhook_deliveries (call_id)`,
];
