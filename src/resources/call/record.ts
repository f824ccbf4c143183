// What the contract tells of a call once it is over, folded from its events. Used when a call ends and when a cut-off one is recovered.

import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { CallEvent, DisconnectionReason } from '../../interfaces/call-event.ts';
import {
  transcriptOf,
  transcriptText,
  utterances,
  type TranscriptItem,
  type UtteranceItem,
} from '../../conversation/index.ts';
import { latencyOf, type CallLatency } from './latency.ts';

export interface CallRecord {
  transcript: string;
  transcript_object: UtteranceItem[];
  transcript_with_tool_calls: TranscriptItem[];
  collected_dynamic_variables: Record<string, string>;
  transfer_destination?: string;
  /** Ours, not shown. */
  agent_swaps?: AgentSwap[];
  latency: CallLatency;
  llm_token_usage: { values: number[]; average: number; num_requests: number };
}

export function recordOf(events: readonly CallEvent[]): CallRecord {
  const items = transcriptOf(events);
  const swaps = events.flatMap((event) => (event.is === 'agent_swapped' ? [event.swap] : []));
  const transferred = events.findLast((event) => event.is === 'transferred');
  return {
    transcript: transcriptText(items),
    transcript_object: utterances(items),
    transcript_with_tool_calls: items,
    collected_dynamic_variables: collectedVariables(events),
    ...(swaps.length > 0 ? { agent_swaps: swaps } : {}),
    ...(transferred ? { transfer_destination: transferred.destination } : {}),
    latency: latencyOf(events),
    llm_token_usage: tokenUsage(events),
  };
}

/** `error` for what went wrong on our side or the line's, `ended` for every way a call is meant to end. */
export function statusFor(reason: DisconnectionReason): 'ended' | 'error' {
  return reason.startsWith('error_') || reason === 'concurrency_limit_reached' || reason === 'registered_call_timeout'
    ? 'error'
    : 'ended';
}

function collectedVariables(events: readonly CallEvent[]): Record<string, string> {
  return events.findLast((event) => event.is === 'variables')?.collected ?? {};
}

function tokenUsage(events: readonly CallEvent[]): CallRecord['llm_token_usage'] {
  const values = events.filter((event) => event.is === 'tokens').map((event) => event.total);
  const sum = values.reduce((total, value) => total + value, 0);
  return { values, average: values.length === 0 ? 0 : sum / values.length, num_requests: values.length };
}
