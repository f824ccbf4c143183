// What the client of a call is told over its data channel. The first group is the official one (retell-client-js-sdk 2.x); the second
// is ours for the talk page, and unknown types are ignored by official clients.

import type { CallFact, DisconnectionReason, LiveFact } from '../../interfaces/call-event.ts';
import { utterances, type TranscriptItem } from '../../conversation/index.ts';

/** An update carries only this many of the last utterances. */
const UPDATE_UTTERANCES = 5;

export interface TurnFigures {
  gen: number;
  asrMs: number | null;
  llmMs: number | null;
  ttsMs: number | null;
  e2eMs: number | null;
}

/** `live`: what is being said right now and is no transcript item yet; empty words are none. */
export function updateMessage(
  transcript: readonly TranscriptItem[],
  turntaking: 'agent_turn' | 'user_turn',
  live: readonly { role: 'agent' | 'user'; content: string }[],
): object {
  const last = utterances(transcript).map(({ role, content, words }) => ({ role, content, words }));
  for (const each of live) if (each.content !== '') last.push({ ...each, words: [] });
  return { event_type: 'update', transcript: last.slice(-UPDATE_UTTERANCES), turntaking };
}

/** The messages that follow from a stored fact; transcript changes are `update`s, made apart. */
export function messagesOfFact(fact: CallFact): object[] {
  switch (fact.is) {
    case 'speaking':
      return [{ event_type: `${fact.who}_${fact.on ? 'start' : 'stop'}_talking` }];
    case 'node_transition':
      return [
        {
          event_type: 'node_transition',
          former_node_id: fact.former_node_id,
          former_node_name: fact.former_node_name,
          new_node_id: fact.new_node_id,
          new_node_name: fact.new_node_name,
        },
      ];
    case 'state_transition':
      return [
        {
          event_type: 'state_transition',
          former_state_name: fact.former_state_name,
          new_state_name: fact.new_state_name,
        },
      ];
    case 'tool_started':
      return [
        {
          event_type: 'tool_call',
          tool_call_id: fact.tool_call_id,
          name: fact.name,
          arguments: fact.arguments,
        },
      ];
    case 'tool_finished':
      return [
        {
          event_type: 'tool_result',
          tool_call_id: fact.tool_call_id,
          successful: fact.successful,
          content: fact.content,
        },
      ];
    case 'substituted':
      return [{ event_type: 'substituted', role: fact.role, wanted: fact.wanted, used: fact.used, why: fact.why }];
    default:
      return [];
  }
}

export function messageOfLiveFact(fact: LiveFact): object | null {
  return fact.is === 'partial' ? { event_type: 'partial', text: fact.text } : null;
}

/** The last message. */
export function endMessage(reason: DisconnectionReason): object {
  return { event_type: 'call_ended', disconnection_reason: reason };
}

/** End of speech -> transcript, -> first token, -> first audio, and the whole, ms; null where a part did not occur. */
export function latencyMessage(figures: TurnFigures): object {
  return {
    event_type: 'turn_latency',
    gen: figures.gen,
    asr_ms: figures.asrMs,
    llm_ms: figures.llmMs,
    tts_ms: figures.ttsMs,
    e2e_ms: figures.e2eMs,
  };
}
