// A leg joins one party to a call: a browser, later a phone or a carrier's stream. Commands go in, events come out; sound never
// passes through here (docs/architecture.md, "How a call runs").

import type { Us } from './clock.ts';

export type LegId = string;

/**
 * Why we hang up; the leg turns it into what its wire knows (LiveKit leave reason, SIP status before the answer, its cause after).
 * `unknown`: nobody here has the number that was called (404). `unavailable`: not now, a later try may do (503).
 */
export type HangupReason = 'ended' | 'rejected' | 'busy' | 'shutdown' | 'error' | 'unknown' | 'unavailable';

export interface CallLeg {
  readonly id: LegId;
  readonly kind: 'webrtc' | 'sip' | 'carrier' | 'livekit' | 'scripted';
  readonly role: 'caller' | 'transferee' | 'supervisor' | 'consult';
  readonly can: LegAbilities;
  /** Never throws: failure is an event. */
  send(command: LegCommand): void;
  /** One listener; events that came before it are delivered first, in order. */
  onEvent(listener: (event: LegEvent) => void): void;
}

export interface LegAbilities {
  dtmf: boolean;
  data: boolean;
  refer: boolean;
  hold: boolean;
  /** May come back after `degraded` without a new call. */
  reattach: boolean;
  maxDataBytes: number;
  /** From "left us" to "in the ear", ms. */
  tailMs: number;
}

/** `n` makes a repeated command harmless. */
export type LegCommand = { n: number } & (
  | { do: 'ring' }
  | { do: 'answer' }
  | { do: 'hangup'; reason: HangupReason }
  | { do: 'dtmf'; digits: string; gapMs: number }
  | { do: 'hold'; on: boolean }
  /** May a supervisor be heard? Not until this was said. */
  | { do: 'publish'; on: boolean }
  | { do: 'refer'; to: string; replaces?: LegId; headers: Record<string, string> }
  | { do: 'data'; json: unknown }
);

export type LegEvent = { at: Us; wall: number } & (
  | { is: 'ringing' | 'early' | 'answered' }
  /** Sound can flow both ways. */
  | { is: 'connected' }
  /** The way to the peer is broken for now; timers that count the user's silence stop until `restored`. */
  | { is: 'degraded' | 'restored' }
  /** The far side holds: it hears nobody, and what comes from it are not its words. It is `degraded` meanwhile. */
  | { is: 'held'; on: boolean }
  | { is: 'dtmf'; digit: string }
  | { is: 'muted'; on: boolean }
  | { is: 'data'; json: unknown }
  | { is: 'referDone'; ok: boolean; sip: number }
  | { is: 'failed'; code: string }
  /** Exactly once, always last. */
  | { is: 'gone'; by: 'peer' | 'us' | 'lost' | 'replaced'; detail: string }
);
