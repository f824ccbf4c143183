// What the user agent offers to whoever makes calls of it. Here stand transactions' and dialogs' results, never their machinery.

import type { SipHeader, SipMessage, SipRequest, SipResponse, SipUri } from './message.ts';

/** One way to reach the next hop, and how to prove who we are there. */
export interface SipRoute {
  /** Whom requests are for: a trunk's address. They are sent there, found by RFC 3263, unless there is a `proxy`. */
  target: SipUri;
  /** The first hop, whatever the target: requests outside dialogs are sent there and say so in a Route (RFC 3261 section 8.1.2). */
  proxy?: SipUri;
  /** Of the first hop. Null: as its URI and DNS say. */
  transport: 'udp' | 'tcp' | 'tls' | null;
  /** For 401 and 407. */
  credentials: { username: string; password: string } | null;
}

export interface InvitePlan {
  /** Request-URI and To. */
  to: SipUri;
  from: { uri: SipUri; displayName: string | null };
  /** All by the same proxy, if by any. Tried in order while the one before cannot be reached or answers 503 (RFC 3263 section 4.3). */
  routes: SipRoute[];
  /** Null: late offer. */
  sdp: string | null;
  headers: SipHeader[];
  /** How long it may ring after the first provisional answer or the sending, ms; then CANCEL. */
  ringMs: number;
  /** Give an attempt without any answer up after so long, ms: UDP tells of no dead peer. */
  attemptMs: number;
  /** How many targets that a 3xx names may be tried, one after the other; absent or 0: a 3xx is a failure. */
  redirects?: number;
}

/** Where a message came from. */
export interface SipSource {
  address: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls';
  /** Of a TLS peer that showed a certificate we trust. */
  peerName: string | null;
}

/** A call by SIP from its INVITE to its BYE, either direction. None of the methods throws for what the far side does. */
export interface SipCall {
  readonly direction: 'in' | 'out';
  /** Call-ID of the wire. */
  readonly id: string;
  /** The INVITE as sent or received. */
  readonly request: SipRequest;
  /** In only: 180, or 183 with a body; sent reliably when the far side demands it (RFC 3262). */
  ring(sdp?: string): void;
  /** In only: 200, repeated until its ACK comes. */
  accept(sdp: string, headers?: SipHeader[]): void;
  /** In only. */
  reject(status: number, reason?: string, headers?: SipHeader[]): void;
  /** In only: nobody is told that anybody was called. A refusal would be repeated to wherever the caller said that he is. */
  ignore(): void;
  /** Where the far side's messages come from; null before it answered. */
  readonly peer: SipSource | null;
  /** CANCEL before the answer, BYE after it, whatever is right; a 200 that crosses a CANCEL is acknowledged and ended. */
  hangup(headers?: SipHeader[]): void;
  /** Re-INVITE; resolves with the answer. Glare (491) is tried again (RFC 3261 section 14.1). */
  renegotiate(sdp: string): Promise<{ ok: true; sdp: string } | { ok: false; status: number }>;
  info(contentType: string, body: string): Promise<number>;
  /** Resolves with the last status that NOTIFY told, that of a refusal, or 408 for silence (RFC 3515). `replaces`: of another dialog (RFC 3891). */
  refer(to: string, options: { replaces?: SipCall; headers?: SipHeader[] }, signal: AbortSignal): Promise<number>;
  /** What has to be kept to say BYE after a crash; null before the dialog is confirmed. */
  stored(): StoredDialog | null;
  /** One listener; events that came before it are delivered first, in order. */
  onEvent(listener: (event: SipCallEvent) => void): void;
}

export type SipCallEvent =
  /** Out only; `sdp`: early media. */
  | { is: 'ringing'; status: number; sdp: string | null; message: SipResponse }
  | {
      is: 'accepted';
      sdp: string | null;
      message: SipResponse;
      /** After a late offer, whose offer is `sdp`: must be called, the ACK carries it. Null otherwise. */
      answer: ((sdp: string) => void) | null;
    }
  /** The ACK came: in only, and after a re-INVITE of theirs that had no offer; `sdp`: its answer to a late offer. */
  | { is: 'confirmed'; sdp: string | null }
  /** The far side offers anew (re-INVITE, UPDATE); `sdp` null: it wants an offer of ours. One of the two must be called. */
  | { is: 'offer'; sdp: string | null; answer(sdp: string): void; refuse(status: number): void }
  | { is: 'info'; contentType: string; body: string }
  /** The far side asks us to call somebody else; we answer 202 and tell how it went. */
  | {
      is: 'refer';
      request: SipRequest;
      notify(status: number, reason: string): void;
      refuse(status: number, reason?: string): void;
    }
  /** Nobody answered: the final status; 408 for silence, 503 for no way there. `by`: `us` after hangup(). */
  | {
      is: 'failed';
      status: number;
      reason: string;
      message: SipResponse | null;
      by: 'peer' | 'us' | 'timeout' | 'transport';
    }
  /** After the answer, once, always last. */
  | { is: 'ended'; by: 'peer' | 'us' | 'lost' | 'replaced'; detail: string };

/** Plain JSON. */
export interface StoredDialog {
  callId: string;
  localTag: string;
  remoteTag: string;
  localUri: string;
  remoteUri: string;
  remoteTarget: string;
  routeSet: string[];
  localCseq: number;
  transport: 'udp' | 'tcp' | 'tls';
  /** Address and port the dialog's requests went to last. */
  nextHop: { address: string; port: number } | null;
}

/** Every message that leaves or comes, for ladders; `callId` as on the wire. */
export type SipWatcher = (entry: { sent: boolean; peer: SipSource; message: SipMessage; atMs: number }) => void;

export interface SipCounts {
  received: number;
  sent: number;
  /** Sent again because nothing answered; part of `sent`. */
  repeated: number;
  /** Could not be read. */
  malformed: number;
  /** Dropped unread: their source sends too many. */
  tooMany: number;
  /** Turned away by the screen, without an answer or with one. */
  unanswered: number;
  turnedAway: number;
  /** Answers and ACKs that belong to nothing. */
  stray: number;
  /** Held now. */
  calls: number;
  transactions: number;
  /** Transactions that are over and wait for late repetitions. */
  lingering: number;
  connections: number;
}

export interface SipUserAgent {
  /** Sends nothing before the next turn of the event loop. */
  invite(plan: InvitePlan): SipCall;
  /** One listener. `Replaces` of a dialog of ours comes as `replaces`. */
  onInvite(listener: (call: SipCall, source: SipSource, replaces: SipCall | null) => void): void;
  /** OPTIONS, REGISTER and others outside dialogs, digest included; resolves with the final answer, 408 for silence, 503 for no way there. Those two we made up: they have no headers, and the reason of a 503 is the system's or TLS' code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, `ENOTFOUND`). */
  request(plan: {
    method: string;
    uri: SipUri;
    from: SipUri;
    to: SipUri;
    route: SipRoute;
    headers: SipHeader[];
    attemptMs: number;
    /** Keeps Call-ID and CSeq growing over requests that share it (REGISTER, RFC 3261 section 10.2). */
    sequence?: { callId: string; cseq: number };
  }): Promise<SipResponse>;
  /** Ends a dialog of a process that died. */
  bye(dialog: StoredDialog, route: SipRoute | null): Promise<void>;
  /** Where we listen, for configuration pages: `udp 127.0.0.1:5060`. */
  readonly listening: { transport: 'udp' | 'tcp' | 'tls'; address: string; port: number }[];
  watch(watcher: SipWatcher): () => void;
  /** Counted since the start, and what is held now; for metrics. */
  readonly counts: Readonly<SipCounts>;
  /** Ends all calls (BYE, CANCEL, 503) for at most 2 s (half a second for calls that nobody answered anything to), then the sockets. Idempotent. */
  close(): Promise<void>;
}

/** May this source speak to us at all? Asked for every request outside a dialog and a transaction. */
export type Screen = (source: SipSource, request: SipRequest) => ScreenVerdict;

export type ScreenVerdict = (
  | {
      ok: true;
      /** It may be anybody, so nothing is said before the call is taken. */
      unproven?: true;
      /** What an unproven one hears whose request cannot be served; default: nothing. */
      otherwise?: ScreenAnswer | null;
    }
  | {
      ok: false;
      /** Null: silence. */
      answer: ScreenAnswer | null;
    }
) & {
  /** The source has proven who it is lately, so others that write its address must not cost it its share of our time. */
  known?: true;
};

export interface ScreenAnswer {
  status: number;
  headers?: SipHeader[];
}
