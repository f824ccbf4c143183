// Where calls of the telephone network come in and go out, whoever carries them: our own SIP, or the media streams of a carrier. An edge
// knows numbers and wires; which agent talks, and whether one may, is decided by whoever listens to it.

import type { CallLeg } from './leg.ts';

export interface PhoneEdge {
  /**
   * Begins to dial and returns at once; what comes of it are the leg's events: `ringing`, `early`, `answered`, `connected`, or `failed` and
   * `gone`. A hang-up before the answer gives the dialling up. Nothing is sent before the next turn of the event loop.
   */
  dial(wish: DialWish): PhoneLeg;
  /** One listener. The caller hears nothing until the leg is told to ring, answer or hang up. */
  onIncoming(listener: (leg: PhoneLeg, incoming: IncomingPhoneCall) => void): void;
  /** Hangs up on everybody and lets go of its sockets. Idempotent. */
  close(): Promise<void>;
}

/** The leg of one party on the telephone. `failed` carries a DialFailure as its code. */
export interface PhoneLeg extends CallLeg {
  readonly kind: 'sip' | 'carrier';
  /** The wire's own name of this leg, for the call's record; complete when the leg has answered. */
  readonly identifier: PhoneLegIdentifier;
  /**
   * Writes every packet of its sound, both ways and decrypted, into a capture file (PCAP) from now on; the file's folder is there. Once a
   * leg; null ends it. Absent where no packets are ours to see.
   */
  capture?(file: string | null): void;
  /** What was measured and written down of it; resolves after `gone`. Never rejects. */
  summary(): Promise<PhoneLegSummary>;
}

export interface PhoneLegIdentifier {
  sip_call_id?: string;
  twilio_call_sid?: string;
  telnyx_call_control_id?: string;
}

export interface PhoneLegSummary {
  /** SIP status that ended the dialling, or null: it was answered, or the wire has none. */
  sipStatus: number | null;
  quality: LineQuality | null;
  /** The messages of its signalling as text, one block each, without secrets; null where the wire has none. */
  ladder: string | null;
}

/** Of the sound that we received, and of ours as the far end reported it (null where it did not). */
export interface LineQuality {
  codec: string;
  packetsReceived: number;
  packetsSent: number;
  /** 0..1 */
  loss: number;
  remoteLoss: number | null;
  /** Interarrival jitter, ms (RFC 3550 section 6.4.1). */
  jitterMs: number;
  roundTripMs: number | null;
  /** Mean opinion score estimated by the E-model, 1..4.5. */
  mos: number;
}

export interface DialWish {
  /** The call that this leg is of. */
  callId: string;
  workspaceId: string;
  role: CallLeg['role'];
  /** The number of the workspace whose carrier or trunk dials. */
  number: string;
  /** Shown to the one called: that number, or another party's whom the carrier lets us show. */
  shownAs: string;
  /** E.164; a SIP URI; on a trunk of one's own anything that its switch understands. */
  to: string;
  /** `X-...` and `User-To-User`; no line breaks in values. */
  headers: Record<string, string>;
  /** How long it may ring, ms; then `failed` with `no_answer`. */
  ringMs: number;
}

/** Why nobody answered. Each becomes a disconnection reason of the contract. */
export type DialFailure =
  | 'busy'
  | 'no_answer'
  | 'declined'
  | 'invalid_destination'
  /** The carrier does not let us: credentials, permissions, blocked countries. */
  | 'permission_denied'
  /** The carrier or trunk cannot be reached, or is overloaded. */
  | 'unavailable'
  /** The far side could not route it: loops, no route, a domain that does not exist. */
  | 'routing_error'
  /** SIP 608, or a carrier's own word for it. */
  | 'marked_as_spam'
  /** We gave up before anybody answered. */
  | 'cancelled'
  /** Whatever else, unknown codes among it. */
  | 'failed';

export interface IncomingPhoneCall {
  wire: 'sip' | 'twilio' | 'telnyx';
  /** Whose trunk or carrier account it came by; null: only the number called can tell (or the registered call, whose id it is). */
  workspaceId: string | null;
  /** Where the trunks of several workspaces name its source: only a number of one of these is called. Absent: `workspaceId` says all. */
  workspaceIds?: readonly string[];
  /** As dialled: a number (E.164 where that can be known), or the id of a registered call. */
  to: string;
  /** E.164 where that can be known; `anonymous` when withheld. */
  from: string;
  /** Names in lower case: `x-...`, `user-to-user`, `diversion`, `history-info`, `p-asserted-identity`. */
  headers: Record<string, string>;
  /**
   * Set when the address that was called names the agent itself (a signed media-stream address in somebody's own TwiML): it talks, whatever
   * number was called, and no number of the workspace need be involved. `workspaceId` is set then.
   */
  agent?: { agentId: string; version: number | null };
  /** Dynamic variables that the wire brought along (`customParameters` of a media stream). */
  variables?: Record<string, string>;
}
