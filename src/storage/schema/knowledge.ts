// Knowledge bases with their sources, assets, and voices of workspaces.

import type { Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface KnowledgeTables {
  knowledge_bases: KnowledgeBaseTable;
  knowledge_base_sources: KnowledgeBaseSourceTable;
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
  state: 'waiting' | 'read' | 'failed';
  /** Why it failed, for people. */
  fault: string | null;
  read_at: Ms | null;
  created_at: Ms;
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
