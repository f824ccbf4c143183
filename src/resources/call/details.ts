// What a call's `details` hold: fields of the contract's call that nobody filters on, shown as they are, and what only we read.

import type { AgentSwap } from '../../interfaces/agent-swap.ts';

/** Shown in the call object under the same name. */
export const SHOWN_DETAILS = [
  'collected_dynamic_variables',
  'custom_sip_headers',
  'custom_attributes',
  'data_storage_setting',
  'opt_in_signed_url',
  'transfer_end_timestamp',
  'transcript',
  'transcript_object',
  'transcript_with_tool_calls',
  'scrubbed_transcript_with_tool_calls',
  'latency',
  'transfer_destination',
  'call_analysis',
  'call_cost',
  'llm_token_usage',
  'telephony_identifier',
  'call_quality',
  'sip_status',
  'agent_tag',
] as const;

/** Not shown: how this one call differs from what its agent says. */
export interface CallSettings {
  /** It was counted against the limits of calls out. */
  is_counted?: boolean;
  /** The talk of a transfer agent, which is part of another call: it holds no slot of its own. */
  is_consult?: boolean;
  /** When its far end was first asked for, ms since the epoch: from then on somebody's telephone may have rung. */
  dialled_at?: number;
  /** It was registered, and somebody's own switch called in: its line cannot transfer. */
  dialled_in?: boolean;
  /** Its signalling was written down: the file is there. */
  has_sip_ladder?: boolean;
  /** Its agent wants its packets written down. */
  capture_packets?: boolean;
  /** So they were. */
  has_packets?: boolean;
  /** Its answers were given something to read from knowledge bases: the file is there. */
  has_retrieved_contents?: boolean;
  agent_override?: { agent?: object; retell_llm?: object; conversation_flow?: object };
  current_node_id?: string | null;
  current_state?: string | null;
  /** Agents that took over, in order. */
  agent_swaps?: AgentSwap[];
  /** From update-call; laid over `retell_llm_dynamic_variables`. null: taken back. */
  override_dynamic_variables?: Record<string, unknown> | null;
}
