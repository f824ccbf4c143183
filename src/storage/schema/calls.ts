// Calls and what happens in them.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { CallFact } from '../../interfaces/call-event.ts';
import type { Ms } from './ms.ts';

export interface CallsTables {
  calls: CallTable;
  call_events: CallEventTable;
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
