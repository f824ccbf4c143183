// What was read from sources of knowledge bases, in pieces that are looked up, and paths that are crawled for pages.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table knowledge_chunks (
    workspace_id text not null references workspaces on delete cascade,
    knowledge_base_id text not null references knowledge_bases on delete cascade,
    source_id text not null references knowledge_base_sources on delete cascade,
    chunk_id bigint generated always as identity primary key,
    position integer not null,
    text text not null,
    heading text not null,
    source_name text not null,
    source_url text,
    embedding bytea,
    embedded_by text
  )`,
  `create unique index knowledge_chunks_in_order on knowledge_chunks (knowledge_base_id, source_id, position)`,
  `create index knowledge_chunks_of_source on knowledge_chunks (source_id)`,
  // Raised with every change of the chunks: what holds them in memory knows by it that they are out of date.
  `alter table knowledge_bases add column chunks_version bigint not null default 0`,
  `alter table knowledge_base_sources add column crawl_id text`,
  `create table knowledge_base_crawls (
    workspace_id text not null references workspaces on delete cascade,
    knowledge_base_id text not null references knowledge_bases on delete cascade,
    crawl_id text primary key,
    position bigint generated always as identity,
    url text not null,
    excluded json not null,
    max_pages integer not null,
    state text not null,
    fault text,
    crawled_at bigint,
    created_at bigint not null
  )`,
  `create index knowledge_base_crawls_in_order on knowledge_base_crawls (knowledge_base_id, position)`,
  `create index knowledge_base_sources_of_crawl on knowledge_base_sources (crawl_id)`,
  `create index knowledge_bases_to_refresh on knowledge_bases (last_refreshed_timestamp) where enable_auto_refresh`,
];
