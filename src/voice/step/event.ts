// What happens to a voice session. Every answer to a question carries the id of the question.

import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { WordTime } from '../../interfaces/audio.ts';
import type { UttId } from '../../interfaces/bridge.ts';
import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { Us } from '../../interfaces/clock.ts';
import type { KnowledgePassage } from '../../interfaces/knowledge.ts';
import type { ProviderErrorCategory } from '../../interfaces/provider-error.ts';
import type { EngineMove, EnginePush, ToolCall, ToolDirective, UtteranceMetadata } from '../../conversation/index.ts';
import type { VoiceSettings } from '../settings.ts';
import type { TimerName } from './state.ts';

/** `at`: media time. */
export type VoiceEvent = { at: Us } & (
  | { is: 'start' }
  // the leg
  | { is: 'connected' | 'degraded' | 'restored' }
  | { is: 'gone'; by: 'peer' | 'us' | 'lost' | 'replaced'; detail: string }
  | { is: 'legFailed'; code: string }
  | { is: 'dtmf'; digit: string }
  | { is: 'muted'; on: boolean }
  /** The far side holds the line, or is back. */
  | { is: 'held'; on: boolean }
  /** No packet of the caller's sound for `silentMs`; said again and again while it lasts. */
  | { is: 'starved'; silentMs: number }
  // the caller
  | { is: 'speech'; on: boolean; edge: Us }
  | { is: 'partial'; rev: number; text: string; stable: boolean }
  | { is: 'final'; rev: number; text: string; words: WordTime[]; until: Us }
  | { is: 'earsFailed'; category: ProviderErrorCategory; retryable: boolean }
  /** The beep of a voicemail ended. */
  | { is: 'beep' }
  /** What is to be said to a voicemail; null: nothing could be made of it. */
  | { is: 'message'; text: string | null }
  /** What a model says that answered; null: a person, or nobody knows. */
  | { is: 'judged'; as: 'voicemail' | 'ivr' | null }
  | { is: 'vote'; pause: number; probability: number | null }
  // the agent's speech, as the media host reports it
  | { is: 'sound'; utt: UttId }
  | { is: 'first'; utt: UttId }
  | { is: 'paused' | 'resumed'; utt: UttId }
  | { is: 'done' | 'cleared'; utt: UttId; heard: Heard }
  | { is: 'mouthFailed'; utt: UttId; mouth: number; category: ProviderErrorCategory; retryable: boolean }
  // the engine
  | { is: 'text'; gen: number; text: string }
  | { is: 'tool'; gen: number; call: ToolCall }
  | { is: 'move'; gen: number; move: EngineMove }
  | { is: 'knowledge'; gen: number; passages: KnowledgePassage[]; tookMs: number | null; trouble: string | null }
  | { is: 'terms'; gen: number; metadata: UtteranceMetadata; protected: boolean }
  | {
      is: 'genDone';
      gen: number;
      finish: 'stop' | 'tools' | 'length' | 'silent';
      tokens: number;
      provider: string;
      model: string;
      /** The engine has more to say, when this was heard. */
      goesOn?: boolean;
    }
  | { is: 'genFailed'; gen: number; category: ProviderErrorCategory | 'internal'; retryable: boolean }
  /** Unasked. */
  | { is: 'push'; push: EnginePush }
  | {
      is: 'toolResult';
      id: string;
      successful: boolean;
      content: string;
      tookMs: number;
      directive: Followed | null;
      /** Where it is not as announced: must the agent take the floor again? */
      speakAfter?: boolean;
      stateTransition?: { former_state_name: string; new_state_name: string };
    }
  // time and orders
  | { is: 'timer'; timer: TimerName; n: number }
  | { is: 'command'; do: 'stop' | 'drain'; reason: DisconnectionReason; detail: string }
  /** From outside the conversation: context for the next answer; `respond`: answer now, unless the caller is speaking. */
  | { is: 'inject'; context: string | null; respond: boolean; role?: 'sms' }
  /** A person takes the agent's place. */
  | { is: 'takeOver'; by: string }
);

/** A directive as the session follows it: for another agent everything is ready, and these are its settings. */
export type Followed =
  | Exclude<ToolDirective, { do: 'swap' }>
  | { do: 'swap'; move: string; swap: AgentSwap; voice: { settings: VoiceSettings; fallbackMouths: number } };

/** What of a speech reached the caller: whole words, in seconds of call audio. */
export interface Heard {
  text: string;
  words: WordTime[];
}

export type EventOf<K extends VoiceEvent['is']> = Extract<VoiceEvent, { is: K }>;
