// The telephone line of one call, as its agent acts on it: keys, transfers, text messages. Whoever runs the leg hands one over; web calls and
// chats have none. What the line or the other side cannot do is an outcome, never an error; a method rejects only when its signal fires.

export interface PhoneLine {
  /** Custom telephony dials what is no E.164 number, too: internal and pseudo numbers. */
  readonly dialsRawNumbers: boolean;
  /** Sends keys to the far end, in order: 0-9, * and #. */
  press(digits: string, signal: AbortSignal): Promise<LineOutcome>;
  /**
   * Resolves when the caller is with the other party, or is back with the agent. When the signal fires, what was dialled is hung up. At most
   * one transfer runs at a time: a second one fails with `not_possible`.
   */
  transfer(wish: TransferWish, signal: AbortSignal): Promise<TransferOutcome>;
  /** Of the line between a transfer agent and the one it has called; null on every other line. */
  readonly consultation: Consultation | null;
}

/** What a transfer agent decides. */
export interface Consultation {
  /** The caller and the one called are connected; the transfer agent leaves. */
  bridge(signal: AbortSignal): Promise<LineOutcome>;
  /** The one called is let go, and the caller returns to the first agent. */
  cancel(signal: AbortSignal): Promise<LineOutcome>;
}

/** Sends text messages to the person of this conversation. */
export interface Texting {
  send(text: string, signal: AbortSignal): Promise<LineOutcome>;
}

/** `detail`: fit for a user, as a sentence. */
export type LineOutcome = { ok: true } | { ok: false; why: LineFailure; detail: string };

/** `not_possible`: this line cannot do it now, or at all. `rejected`: the carrier or the far end refused. */
export type LineFailure = 'not_possible' | 'rejected' | 'unavailable';

export interface TransferWish {
  /** An E.164 number, a SIP URI, or, on lines that dial those, anything else. */
  destination: string;
  /** Sent as keys when the destination has answered: 0-9, * and #. */
  extension: string | null;
  /** `X-...` and `User-To-User`; no line breaks in values. */
  headers: Record<string, string>;
  /** How long the destination may ring, ms. */
  ringMs: number;
  /** Is the caller's number shown to the destination? */
  showTransfereeAsCaller: boolean;
  how: ColdTransfer | WarmTransfer | AgenticTransfer;
}

/** The caller is given away at once. */
export interface ColdTransfer {
  is: 'cold';
  mode: 'sip_invite' | 'sip_refer';
}

/** The caller waits while the destination is called and told. */
export interface WarmTransfer extends HeldTransfer {
  is: 'warm';
  /** Null: whatever answers is connected. `ivrPrompt`: how to get through a voice menu. */
  humanDetection: { timeoutMs: number; ivrPrompt: string | null } | null;
  /** Only the destination hears it. */
  privateHandoff: Handoff | null;
}

/** Another agent talks with the destination and decides. */
export interface AgenticTransfer extends HeldTransfer {
  is: 'agentic';
  agent: { agentId: string; version: number | null };
  timeoutMs: number;
  onTimeout: 'bridge' | 'cancel';
}

interface HeldTransfer {
  music: 'none' | 'ringtone' | 'relaxing_sound' | 'uplifting_beats';
  /** Both sides hear it once they are connected. */
  publicHandoff: Handoff | null;
  bridgeCue: boolean;
}

/** Variables are put in. */
export type Handoff = { is: 'text'; text: string } | { is: 'prompt'; prompt: string };

export type TransferOutcome =
  /** The agent's part is over. */
  { ok: true } | { ok: false; why: TransferFailure; detail: string };

/** `no_human`: something answered that is no person. `cancelled`: the transfer agent decided against it, or its time was over. */
export type TransferFailure = LineFailure | 'busy' | 'no_answer' | 'invalid_destination' | 'no_human' | 'cancelled';
