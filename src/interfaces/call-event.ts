// The event log of a call. Written as it happens, it is the source of the transcript, latency figures, public log, webhooks, live
// updates and tests. Persisted events carry a number; replaying them gives the same call.

import type { AgentSwap } from './agent-swap.ts';
import type { WordTime } from './audio.ts';
import type { Us } from './clock.ts';

/** As in the contract's `disconnection_reason`. */
export type DisconnectionReason =
  | 'user_hangup'
  | 'agent_hangup'
  | 'call_transfer'
  | 'transfer_bridged'
  | 'transfer_cancelled'
  | 'voicemail_reached'
  | 'ivr_reached'
  | 'inactivity'
  | 'max_duration_reached'
  | 'concurrency_limit_reached'
  | 'no_concurrency_fallback'
  | 'manual_stopped'
  | 'call_take_over'
  | 'error_no_audio_received'
  | 'error_asr'
  | 'error_llm_websocket_open'
  | 'error_llm_websocket_lost_connection'
  | 'error_llm_websocket_runtime'
  | 'error_llm_websocket_corrupt_payload'
  | 'error_retell'
  | 'error_unknown'
  | 'error_user_not_joined'
  | 'registered_call_timeout';

export type LatencyPart = 'e2e' | 'asr' | 'llm' | 'tts' | 'llm_websocket_network_rtt' | 'knowledge_base' | 's2s';

/** A passage of a knowledge base, for whoever looks at a call afterwards. */
export interface RetrievedContent {
  knowledge_base_id: string;
  source_id: string;
  source_name: string;
  source_url: string | null;
  heading: string;
  /** 0..1, as `filter_score` is meant. */
  score: number;
  content: string;
}

/** `at`: media time; `wall`: ms since the epoch. */
export type CallEvent = { at: Us; wall: number } & CallFact;

export type CallFact =
  /** What the caller said, final. `words` in seconds of call audio. */
  | { is: 'user_said'; text: string; words: WordTime[] }
  /** What the caller heard of one piece of the agent's speech, cut where a barge-in fell. */
  | {
      is: 'agent_said';
      utt: string;
      text: string;
      words: WordTime[];
      interrupted: boolean;
      /** `response_id` of an ordinary answer; `interrupt_id` marks the begin message. */
      metadata: { response_id: number } | { interrupt_id: number };
    }
  /** Durable before the tool runs. */
  | { is: 'tool_started'; tool_call_id: string; name: string; arguments: string; type: string }
  | { is: 'tool_finished'; tool_call_id: string; successful: boolean; content: string; tookMs: number }
  | {
      is: 'node_transition';
      former_node_id: string;
      former_node_name: string;
      new_node_id: string;
      new_node_name: string;
    }
  | { is: 'state_transition'; former_state_name: string; new_state_name: string }
  /** Another agent goes on. */
  | { is: 'agent_swapped'; swap: AgentSwap }
  /** Said between the transfer's voice and whoever is to take the call, while the caller waited. */
  | { is: 'consulted'; who: 'agent' | 'target'; text: string; words: WordTime[] }
  /** The caller was given to somebody else. */
  | { is: 'transferred'; destination: string }
  | { is: 'dtmf'; digit: string }
  /** Context from outside the conversation (update-live-call): read by the agent, said by nobody. */
  /** Context for the agent; `role`: it is a text message that the caller sent. */
  | { is: 'injected'; text: string; role?: 'sms' }
  | { is: 'latency'; part: LatencyPart; ms: number; gen: number }
  /** What an answer was given to read from knowledge bases. */
  | { is: 'knowledge'; gen: number; contents: RetrievedContent[] }
  | { is: 'tokens'; gen: number; total: number; provider: string; model: string }
  /** Dynamic variables collected so far, whole. */
  | { is: 'variables'; collected: Record<string, string> }
  | { is: 'speaking'; who: 'user' | 'agent'; on: boolean }
  /** A provider took over from another, or a voice stands in for one that has no key. */
  | { is: 'substituted'; role: 'hearing' | 'thinking' | 'speaking'; wanted: string; used: string; why: string }
  /** For the public log: facts with no other kind. Never speech, prompts or digits. */
  | {
      is: 'note';
      level: 'info' | 'warn' | 'error';
      text: string;
      fields?: Record<string, string | number | boolean | null>;
    }
  | { is: 'end'; reason: DisconnectionReason; detail: string };

/** Facts for whoever watches live; never stored. */
export type LiveFact =
  | { is: 'partial'; text: string }
  | { is: 'thinking'; gen: number }
  | { is: 'level'; who: 'user' | 'agent'; rms: number };
