// Knowledge bases with their sources, assets, and voices of workspaces.

import type { Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface KnowledgeTables {
  knowledge_bases: KnowledgeBaseTable;
  knowledge_base_sources: KnowledgeBaseSourceTable;
  knowledge_base_crawls: KnowledgeBaseCrawlTable;
  knowledge_chunks: KnowledgeChunkTable;
  assets: AssetTable;
  custom_voices: CustomVoiceTable;
}

export interface KnowledgeBaseTable {
  workspace_id: string;
  knowledge_base_id: string;
  knowledge_base_name: string;
  /** What its reader is doing; `in_progress` while any source has not been read. */
  status: 'in_progress' | 'complete' | 'error' | 'refreshing_in_progress';
  /** Characters. */
  max_chunk_size: number;
  min_chunk_size: number;
  enable_auto_refresh: boolean;
  last_refreshed_timestamp: Ms | null;
  /** Raised with every change of its chunks: what holds them in memory knows by it that they are out of date. */
  chunks_version: Generated<number>;
  created_at: Ms;
}

/** Everything that a reader needs: where the content is, what it is, and how far reading it came. */
export interface KnowledgeBaseSourceTable {
  workspace_id: string;
  knowledge_base_id: string;
  source_id: string;
  /** In the order in which they were added. */
  position: Generated<number>;
  type: 'document' | 'text' | 'url';
  /** File name, title or address. */
  name: string;
  /** Of documents and texts; a page is fetched by its reader. */
  blob_key: string | null;
  /** Of documents: what the content is, as an extension without dot (`pdf`, `docx`, `txt`). */
  file_kind: string | null;
  /** Bytes of documents and texts. */
  size: number | null;
  /** SHA-256 of documents and texts, hex. */
  sha256: string | null;
  /** `chunked`: its chunks are written, not all of them can be looked up yet. */
  state: 'waiting' | 'chunked' | 'read' | 'failed';
  /** Why it failed, or why a page that is in could not be fetched again; for people. */
  fault: string | null;
  read_at: Ms | null;
  /** Of pages that a crawl found. */
  crawl_id: string | null;
  created_at: Ms;
}

/** A path of a site whose pages are looked for, and become sources. */
export interface KnowledgeBaseCrawlTable {
  workspace_id: string;
  knowledge_base_id: string;
  crawl_id: string;
  position: Generated<number>;
  /** Pages at or below it. */
  url: string;
  /** Addresses and beginnings of addresses that are left out. */
  excluded: JSONColumnType<string[]>;
  max_pages: number;
  state: 'waiting' | 'done' | 'failed';
  fault: string | null;
  crawled_at: Ms | null;
  created_at: Ms;
}

/** A piece of a source, as large as can be looked up in one. */
export interface KnowledgeChunkTable {
  workspace_id: string;
  knowledge_base_id: string;
  source_id: string;
  chunk_id: Generated<number>;
  /** Within its source, from 0. */
  position: number;
  text: string;
  /** Headings above it, outermost first, joined by ` > `; empty without any. */
  heading: string;
  /** File name, title, or title of the page. */
  source_name: string;
  /** Of pages. */
  source_url: string | null;
  /** Vectors of its windows, float32, little endian, one after the other; null until they are made. */
  embedding: Buffer | null;
  /** The model that made them. */
  embedded_by: string | null;
}

export interface AssetTable {
  workspace_id: string;
  asset_id: string;
  file_name: string;
  content_type: string;
  file_size: number;
  blob_key: string;
  created_at: Ms;
}

/** A voice that a workspace added from a vendor's library, or had made from recordings. */
export interface CustomVoiceTable {
  workspace_id: string;
  voice_id: string;
  voice_name: string;
  /** As the contract names vendors. */
  provider: string;
  /** The vendor's own id. */
  provider_voice_id: string;
  /** Further fields of VoiceResponse: gender, accent, age, preview_audio_url. */
  traits: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
}
