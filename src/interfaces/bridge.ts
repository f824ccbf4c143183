// The bridge of a call: who hears whom, what the agent's voice plays, where sound is tapped. It lives in a media host (a worker thread);
// what stands here is its handle. All methods are ordered messages: none throws, none waits, failure is an event.

import type { Format, WordTime } from './audio.ts';
import type { Clock, Us } from './clock.ts';
import type { CallLeg, LegId } from './leg.ts';

export type VoiceId = 'agent' | 'transferAgent' | 'music' | 'ambient';
export type SourceId = LegId | VoiceId;
/** One speech of a voice. */
export type UttId = string;
export type TapId = string;

export interface Fault {
  message: string;
  fatal: boolean;
}

export interface MediaHost {
  readonly id: string;
  /** `epoch` fences writes of an owner that was declared dead. */
  createBridge(callId: string, epoch: number): Bridge;
  load(): HostLoad;
  /** The host is gone (its thread died); every bridge on it has ended. */
  onExit(listener: (why: Fault) => void): void;
  close(): Promise<void>;
}

export interface HostLoad {
  legs: number;
  /** p99 lateness of the media tick in ms over the last 10 s. */
  tickLateMs: number;
  /** Has the media thread real-time or raised priority? Shown in /health. */
  priority: 'realtime' | 'nice' | 'normal';
}

/** One per call. */
export interface Bridge {
  readonly callId: string;
  /** Media time of this call. */
  readonly clock: Clock;
  attach(leg: CallLeg): void;
  detach(leg: LegId): void;
  /** Replaces the whole matrix at one frame boundary, with a fade of 10 ms. */
  routes(routes: Route[]): void;
  voice(id: VoiceId): Voice;
  tap(from: SourceId, tap: Tap): TapId;
  untap(id: TapId): void;
  /** One listener; events that came before it are delivered first, in order. */
  onEvent(listener: (event: MediaEvent) => void): void;
  /** Finishes the recording, and the bridge goes on: those on it talk by themselves from now on. Idempotent; at most 2 s. */
  endRecording(): Promise<MediaSummary['recorded']>;
  /** Finishes recordings. Idempotent; at most 2 s. */
  close(): Promise<MediaSummary>;
}

export interface MediaSummary {
  /** Media time at the end. */
  at: Us;
  /** Samples per channel and rate of the recording, if there was one. */
  recorded: { frames: number; rateHz: number } | null;
}

export interface Route {
  from: SourceId;
  to: LegId;
  gain: number;
}

/** Where the frames of a tap go on this side. Called with whole packets in order; gaps arrive as silence. */
export type FrameSink = (pcm: Int16Array, at: Us) => void;

export type Tap =
  /** Sound for a recogniser, in packets of `packetMs`, flushed at once when a pause begins. */
  | { kind: 'stt'; sink: FrameSink; format: Format; packetMs: number }
  /** Voice activity detection: gives `speech` events. */
  | { kind: 'vad' }
  /** Levels for the page, about 10 a second: gives `level` events. */
  | { kind: 'level' }
  /** Listens for the beep of a voicemail: gives `answer` events, `edge` = its end. */
  | { kind: 'answerDetect' }
  /** Appends to a WAV file: caller left, everything else right, time-aligned, gaps as silence; header right after a crash by file length. */
  | { kind: 'record'; stereoFile: string; monoFile: string; rateHz: 8000 | 16000 }
  | { kind: 'monitor'; sink: FrameSink };

/** Something that speaks into the bridge. Utterances play in the order in which they were first written. */
export interface Voice {
  /** An utterance starts gated: written but not played. Opening it starts playout in the next 5 ms slot. */
  gate(utt: UttId, open: boolean): void;
  /** Mono pcm16 of any of the named rates. `words`: seconds from the start of the utterance. */
  write(utt: UttId, pcm: Int16Array, rateHz: number, words?: WordTime[]): void;
  /** Nothing more will be written to it: when played out, `done` comes. */
  end(utt: UttId): void;
  pause(fadeMs: number): void;
  /** Goes on where it paused, or so much sound earlier (as far as it is kept: 1.5 s), so that a word can be said again. */
  resume(rewindMs?: number): void;
  /** Drops the utterance, or all of them: `cleared` comes for each that had started or was queued. */
  clear(utt?: UttId): void;
  loop(asset: { pcm: Int16Array; rateHz: number } | null, gain: number): void;
  /** 0..2, 1 = as synthesised. */
  volume(gain: number): void;
  /** What the media host does by itself, before the session can. */
  reflex(rule: Reflex): void;
}

export interface Reflex {
  /** Pauses the voice after so much speech of the caller; null = never. */
  pauseAfterSpeechMs: number | null;
  duckGain: number;
  /** The leg whose speech counts in place of the caller's. */
  from?: LegId;
}

export type MediaEvent = { at: Us } &
  /** `edge`: media time at which speech really began or ended, earlier than `at`. */
  (
    | { is: 'speech'; from: LegId; on: boolean; edge: Us }
    | { is: 'level'; from: SourceId; rms: number; peak: number }
    /** `playedUs`: place in the utterance at which it stopped or goes on. */
    | { is: 'paused' | 'resumed'; utt: UttId; playedUs: Us; word: number }
    /**
     * `first`: first sample of the utterance left; `done`: its last; `cleared`: cut; `underrun`: it ran dry before `end`.
     * `playedUs`: how far into it was played, whatever was said twice; `word`: number of its words whose sound was played.
     */
    | { is: 'first' | 'done' | 'cleared' | 'underrun'; utt: UttId; playedUs: Us; word: number }
    | { is: 'tap'; id: TapId; fault: Fault }
    | { is: 'answer'; from: LegId; verdict: 'human' | 'voicemail' | 'ivr'; edge: Us }
    /** No packet from this leg for `silentMs` (or since it was attached, if none ever came): told at each whole second of it. */
    | { is: 'starved'; from: LegId; silentMs: number }
  );
