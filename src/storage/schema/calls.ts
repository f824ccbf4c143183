// Calls and what happens in them.

import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { CallFact } from '../../interfaces/call-event.ts';
import type { Ms } from './ms.ts';

export interface CallsTables {
  calls: CallTable;
  call_events: CallEventTable;
  call_values: CallValueTable;
  deleted_calls: DeletedCallTable;
  signed_folders: SignedFolderTable;
  export_requests: ExportRequestTable;
}

export interface CallTable {
  workspace_id: string;
  call_id: string;
  call_type: 'web_call' | 'phone_call';
  call_status: 'registered' | 'ongoing' | 'ended' | 'not_connected' | 'error';
  agent_id: string;
  agent_version: number;
  agent_name: string | null;
  /** What it runs with, in `configurations`; null for calls of old. */
  configuration_hash: Generated<string | null>;
  /** The batch that made it. */
  batch_call_id: Generated<string | null>;
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
  /** Overrides, latency, tokens, analysis: whatever of the contract's call is never filtered on. Read with `transcripts` laid over it. */
  details: JSONColumnType<Record<string, unknown>>;
  /** The forms of the transcript, apart because lists do not show them. */
  transcripts: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  /** When it started, or was created before that: the order of lists. */
  began_at: GeneratedAlways<Ms>;
  /** From `details`. */
  data_storage_setting: GeneratedAlways<string | null>;
  /** From `details`. */
  agent_tag: GeneratedAlways<string | null>;
  /** From `details`, cents. */
  combined_cost: GeneratedAlways<number | null>;
  /** When it is deleted for its age, by the retention in `details`; null = never. */
  expires_at: GeneratedAlways<Ms | null>;
  /** When the content of a call that keeps basic attributes alone was removed for good; null before. */
  forgotten_at: Generated<Ms | null>;
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

/** Values by key that lists filter by, kept by a trigger on `calls`: `metadata.<key>`, `tool.<name>` and so on. */
export interface CallValueTable {
  call_id: string;
  field: string;
  /** 0, or which tool call of the transcript. */
  seq: number;
  workspace_id: string;
  began_at: Ms;
  /** The first 200 characters; of a tool call its success. */
  text_value: string | null;
  /** Of a tool call its latency in ms. */
  number_value: number | null;
  boolean_value: boolean | null;
  tool_type: string | null;
}

/** Where a page of the list goes on that ended with a call that is gone; kept for some days. */
export interface DeletedCallTable {
  call_id: string;
  workspace_id: string;
  began_at: Ms;
  deleted_at: Ms;
}

/** Folders of files that open by a signed address only. */
export interface SignedFolderTable {
  files_key: string;
  workspace_id: string;
}

/** A CSV that was asked for, and how far it is written. */
export interface ExportRequestTable {
  workspace_id: string;
  export_request_id: string;
  channel: 'call' | 'chat';
  status: 'created' | 'processing' | 'completed' | 'error';
  filter: JSONColumnType<Record<string, unknown>>;
  columns: JSONColumnType<string[]>;
  ascending: boolean;
  timezone: string;
  files_key: string;
  rows_written: Generated<number>;
  /** Of the file; what lies behind them was written by a process that died. */
  bytes_written: Generated<number>;
  after_began_at: Generated<Ms | null>;
  after_call_id: Generated<string | null>;
  created_at: Ms;
  finished_at: Generated<Ms | null>;
  /** When the file is deleted. */
  expires_at: Generated<Ms | null>;
}
