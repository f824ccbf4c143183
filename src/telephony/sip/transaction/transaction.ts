// What the four machines share: who they send by, and how they look to whoever asks for or answers something.

import type { Envelope } from '../envelope.ts';
import type { SipRequest, SipResponse } from '../message.ts';
import type { SipTimers } from '../sip-timers.ts';
import type { Flow } from '../transport/flow.ts';
import type { Wire } from '../wire.ts';

export interface TransactionDeps {
  wire: Wire;
  timers: SipTimers;
}

export interface ClientHandlers {
  /** Provisional answers, then the final one; of INVITE each 2xx, repeated ones too. */
  onResponse(response: SipResponse): void;
  /** `timeout`: 64*T1 went by; `transport`: the connection broke. Once, instead of a final answer. */
  onFailure(why: 'timeout' | 'transport'): void;
}

export interface ClientTransaction {
  readonly flow: Flow;
  readonly request: SipRequest;
  readonly state: string;
  receive(response: SipResponse): void;
  /** Its connection is gone. */
  broken(): void;
  /** Repeats its request no more, yet hears answers until its patience ends. */
  quieten(): void;
  /** Says no more and asks for nothing more. */
  abandon(): void;
}

export interface ServerTransaction {
  readonly envelope: Envelope<SipRequest>;
  readonly state: string;
  /** Provisional answers, then one final one; others are ignored. */
  respond(response: SipResponse): void;
  /** There will be no answer: repetitions are swallowed. */
  ignore(): void;
  /** Of an INVITE that is not decided: the far side gave up. Set by whoever answers it. */
  onCancel: ((cancel: SipRequest) => void) | null;
  /** Stops its timers. */
  abandon(): void;
}
