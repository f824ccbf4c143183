// Knowledge bases with their sources, assets, voices of workspaces.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table knowledge_bases (
    workspace_id text not null references workspaces on delete cascade,
    knowledge_base_id text primary key,
    knowledge_base_name text not null,
    status text not null,
    max_chunk_size integer not null,
    min_chunk_size integer not null,
    enable_auto_refresh boolean not null,
    last_refreshed_timestamp bigint,
    created_at bigint not null
  )`,
  `create index knowledge_bases_by_workspace on knowledge_bases (workspace_id, created_at desc, knowledge_base_id desc)`,
  `create table knowledge_base_sources (
    workspace_id text not null references workspaces on delete cascade,
    knowledge_base_id text not null references knowledge_bases on delete cascade,
    source_id text primary key,
    position bigint generated always as identity,
    type text not null,
    name text not null,
    blob_key text,
    file_kind text,
    size bigint,
    sha256 text,
    state text not null default 'waiting',
    fault text,
    read_at bigint,
    created_at bigint not null
  )`,
  `create index knowledge_base_sources_in_order on knowledge_base_sources (knowledge_base_id, position)`,
  `create index knowledge_base_sources_waiting on knowledge_base_sources (position) where state = 'waiting'`,
  `create table assets (
    workspace_id text not null references workspaces on delete cascade,
    asset_id text primary key,
    file_name text not null,
    content_type text not null,
    file_size bigint not null,
    blob_key text not null,
    created_at bigint not null
  )`,
  `create index assets_by_workspace on assets (workspace_id, created_at desc, asset_id desc)`,
  `create table custom_voices (
    workspace_id text not null references workspaces on delete cascade,
    voice_id text primary key,
    voice_name text not null,
    provider text not null,
    provider_voice_id text not null,
    traits json not null,
    created_at bigint not null
  )`,
  `create index custom_voices_by_workspace on custom_voices (workspace_id, created_at desc, voice_id desc)`,
  `create unique index custom_voices_once on custom_voices (workspace_id, provider, provider_voice_id)`,
];
