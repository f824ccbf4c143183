// What calls need of their user agent.

import type { SipCall } from '../sip-call.ts';
import type { StartExchange } from '../exchange.ts';
import type { Envelope } from '../envelope.ts';
import type { SipRequest } from '../message.ts';
import type { SipTimers } from '../sip-timers.ts';
import type { ServerTransaction } from '../transaction/transaction.ts';
import type { LocateDeps } from '../transport/locate.ts';
import type { Transports } from '../transport/transports.ts';
import type { Wire } from '../wire.ts';
import type { Dialog } from './dialog.ts';

export interface SessionDeps {
  start: StartExchange;
  transports: () => Transports;
  wire: Wire;
  timers: SipTimers;
  locate: LocateDeps;
  dialogs: DialogIndex;
  random: () => number;
  /** Of User-Agent and Server. */
  product: string;
  sessionExpiresS: number | null;
}

/** Whoever takes the requests of a dialog. */
export interface DialogOwner {
  readonly call: SipCall;
  /** A request within the dialog whose CSeq is in order; ACK has no transaction. */
  receive(envelope: Envelope<SipRequest>, transaction: ServerTransaction | null, dialog: Dialog): void;
  /** May another call take this one's place (RFC 3891)? */
  readonly replaceable: 'early' | 'confirmed' | 'no' | 'ended';
  /** Another call took its place. */
  replacedBy(): void;
}

export interface DialogIndex {
  add(dialog: Dialog, owner: DialogOwner): void;
  remove(dialog: Dialog): void;
  /** By Call-ID, our tag and theirs. */
  find(callId: string, localTag: string, remoteTag: string): { dialog: Dialog; owner: DialogOwner } | undefined;
}
