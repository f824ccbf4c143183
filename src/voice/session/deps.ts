// What a voice session needs and what it is, for those who start one.

import type { Bridge } from '../../interfaces/bridge.ts';
import type { CallEvent, CallFact, DisconnectionReason, LiveFact } from '../../interfaces/call-event.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { Mouth } from '../../interfaces/providers.ts';
import type { SpeechToText } from '../../interfaces/speech-to-text.ts';
import type { TurnVote } from '../../interfaces/turn-vote.ts';
import type { ResponseEngine, TranscriptItem } from '../../conversation/index.ts';
import type { VoiceSettings } from '../settings.ts';

export interface VoiceSessionDeps {
  /** With the leg on it. Who hears whom, and closing it, is its owner's business. */
  bridge: Bridge;
  /** Nobody else listens to it; it is told to answer, and to hang up at the end. */
  leg: CallLeg;
  engine: ResponseEngine;
  ears: SpeechToText;
  mouth: Mouth;
  /** Tried in order when a voice is lost; the one that works is kept to the call's end. */
  fallbackMouths: readonly Mouth[];
  /** Null: the end of a turn is judged by text and silence alone. */
  turnVote: TurnVote | null;
  wallClock: WallClock;
  /** Chooses what another agent of this call hears and speaks with. Without it agents cannot be swapped. */
  outfit?(settings: Record<string, unknown>): Promise<Outfit>;
  /** What was settled before the session: the first facts of the call, told to the client as all others. */
  settled?: readonly CallFact[];
  /** Takes a fact of the call, in order; never throws. */
  emit(event: CallEvent): void;
  /** Stores a fact before its effect, in the same order as `emit`. When it fails the effect does not happen. */
  durable(event: CallEvent): Promise<void>;
  live(fact: LiveFact): void;
  /** What is to be said to a voicemail, with variables put in; null = nothing. Asked at most once. */
  voicemailMessage?(signal: AbortSignal): Promise<string | null>;
  /** What a model makes of the first words of whoever answered; null = no machine. Asked at most once. */
  judgeAnswer?(text: string, signal: AbortSignal): Promise<'voicemail' | 'ivr' | null>;
  /** The call as its get operation would return it right now. */
  subject(): object;
  /** Where the call is recorded, if it is; the recording ends with the bridge. */
  recording?: { stereoFile: string; monoFile: string; rateHz: 8000 | 16000 };
}

/** What an agent hears and speaks with. */
export interface Outfit {
  settings: VoiceSettings;
  ears: SpeechToText;
  mouth: Mouth;
  fallbackMouths: readonly Mouth[];
  /** Choices for the call's record. */
  settled: readonly CallFact[];
}

export interface VoiceSession {
  /** Resolves once, when the end was reported and everything of the session has stopped. Never rejects. */
  readonly ended: Promise<{ reason: DisconnectionReason; detail: string }>;
  /** `stop`: now. `drain`: the sentence being spoken comes to its end first (at most 5 s). */
  command(command: { do: 'stop' | 'drain'; reason: DisconnectionReason; detail?: string }): void;
  /** Context from outside the conversation, and whether to answer now; without effect once the call is ending. */
  inject(given: { context: string | null; respond: boolean; role?: 'sms' }): void;
  /** The agent falls silent for good, the caller's words are still written down. False when the call is not (or no longer) live. */
  takeOver(by: string): boolean;
  /** The transcript as far as it is certain. */
  transcript(): readonly TranscriptItem[];
  /** Ends the call if it still runs, and waits for it. Idempotent. */
  close(): Promise<void>;
}
