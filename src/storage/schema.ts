// The tables as Kysely sees them. Names are the database's; what can be filtered is a column, the rest of a contract object is JSON.

import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable, Updateable } from 'kysely';
import type { CallFact } from '../interfaces/call-event.ts';

/** Milliseconds since the epoch, stored as bigint, read as number. */
type Ms = number;

export interface Database {
  workspaces: WorkspaceTable;
  api_keys: ApiKeyTable;
  agents: AgentTable;
  retell_llms: RetellLlmTable;
  calls: CallTable;
  call_events: CallEventTable;
  nodes: NodeTable;
  webhook_deliveries: WebhookDeliveryTable;
  used_sign_ins: UsedSignInTable;
}

/** The API's org. */
export interface WorkspaceTable {
  workspace_id: string;
  name: string;
  webhook_url: string | null;
  concurrency_limit: number;
  created_at: Ms;
}

/** Looked up by hash, kept encrypted: the one flagged `is_webhook_key` signs, so it must be recoverable. */
export interface ApiKeyTable {
  api_key_id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the key, hex. */
  key_hash: string;
  /** AES-256-GCM under the envelope key: nonce, tag, ciphertext. */
  key_encrypted: Buffer;
  is_webhook_key: boolean;
  created_at: Ms;
  revoked_at: Ms | null;
}

/** One row per version. `config` holds every field of the contract's agent but those that are columns. */
export interface AgentTable {
  workspace_id: string;
  agent_id: string;
  version: number;
  channel: 'voice' | 'chat';
  is_published: boolean;
  agent_name: string | null;
  /** `retell-llm`, `conversation-flow`, `custom-llm`; which engine, for "in use" questions. */
  engine_type: string;
  engine_id: string | null;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

/** One row per version; an LLM shares its version number with the agent that uses it. */
export interface RetellLlmTable {
  workspace_id: string;
  llm_id: string;
  version: number;
  is_published: boolean;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

export interface CallTable {
  workspace_id: string;
  call_id: string;
  call_type: 'web_call' | 'phone_call';
  call_status: 'registered' | 'ongoing' | 'ended' | 'not_connected' | 'error';
  agent_id: string;
  agent_version: number;
  agent_name: string | null;
  direction: 'inbound' | 'outbound' | null;
  from_number: string | null;
  to_number: string | null;
  disconnection_reason: string | null;
  user_sentiment: string | null;
  call_successful: boolean | null;
  in_voicemail: boolean | null;
  created_at: Ms;
  start_timestamp: Ms | null;
  end_timestamp: Ms | null;
  duration_ms: number | null;
  /** p50 of end-to-end latency, ms. */
  e2e_latency_p50: number | null;
  /** The token of a web call; lives as long as the longest call. */
  access_token: string | null;
  /** 64 hex digits: the unguessable folder of this call's files. */
  files_key: string;
  has_recording: boolean;
  metadata: ColumnType<unknown, string | null, string | null>;
  retell_llm_dynamic_variables: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  /** Overrides, transcript forms, latency, tokens, analysis: whatever of the contract's call is never filtered on. */
  details: JSONColumnType<Record<string, unknown>>;
  /** When post-call analysis was done with, ms; null before. */
  analyzed_at: Generated<Ms | null>;
  /** Node and epoch that own a running call; null before it is claimed and after it ended. */
  owner_node: string | null;
  owner_epoch: number;
}

export interface CallEventTable {
  call_id: string;
  seq: number;
  /** Media time, microseconds. */
  at_us: number;
  wall_ms: Ms;
  kind: string;
  fact: JSONColumnType<CallFact>;
}

/** One row per running server: a lease by the database's clock. Epochs come from one sequence, so no two owners ever share one. */
export interface NodeTable {
  node_id: string;
  epoch: number;
  internal_url: string | null;
  worker_pool_id: string | null;
  heartbeat_at: Generated<Date>;
}

/** The outbox of webhooks: written in the transaction of the change it reports. */
export interface WebhookDeliveryTable {
  delivery_id: Generated<number>;
  workspace_id: string;
  call_id: string | null;
  event: string;
  url: string;
  timeout_ms: number;
  /** The exact bytes that are signed and sent. */
  body: string;
  attempts: number;
  delivered_at: Ms | null;
  last_error: string | null;
  created_at: Ms;
}

/** Sign-in links work once; this is what was already used. */
export interface UsedSignInTable {
  sign_in_id: string;
  used_at: Ms;
}

export type Row<T extends keyof Database> = Selectable<Database[T]>;
export type NewRow<T extends keyof Database> = Insertable<Database[T]>;
export type RowUpdate<T extends keyof Database> = Updateable<Database[T]>;
