// INVITE at the server (RFC 3261 figure 7, with the Accepted state of RFC 6026 figure 7).
//
//   proceeding  not decided. A repeated INVITE gets the latest provisional answer again.
//   accepted    2xx sent. Whoever sent it repeats it until its ACK comes; repeated INVITEs are swallowed until Timer L.
//   completed   refused. Over UDP the refusal is repeated (Timer G: T1, doubled up to T2) until its ACK, or Timer H after 64*T1.
//   confirmed   its ACK came. Late repetitions are swallowed (Timer I).

import type { Cancel } from '../../../interfaces/clock.ts';
import type { Envelope } from '../envelope.ts';
import type { SipRequest } from '../message.ts';
import type { ServerTransaction, TransactionDeps } from './transaction.ts';

export interface InviteServer extends ServerTransaction {
  /** A repetition, or the ACK of a refusal. False: not for this transaction. */
  receive(envelope: Envelope<SipRequest>): boolean;
}

export function createInviteServer(
  deps: TransactionDeps,
  envelope: Envelope<SipRequest>,
  leave: (remainder: (late: Envelope<SipRequest>) => boolean) => void,
): InviteServer {
  const { wire, timers } = deps;
  const { flow, via } = envelope;
  let state: 'proceeding' | 'accepted' | 'completed' | 'confirmed' = 'proceeding';
  let latest: Buffer | null = null;
  let timerG: Cancel | null = null;
  let timerH: Cancel | null = null;

  function rest(): void {
    timerG?.();
    timerH?.();
  }

  function confirm(): void {
    state = 'confirmed';
    rest();
    latest = null;
    leave(swallow);
  }

  function refuse(bytes: Buffer): void {
    state = 'completed';
    if (!flow.reliable) timerG = timers.repeat(timers.t2Ms, () => wire.answerAgain(flow, via, bytes));
    timerH = timers.after(timers.patienceMs, confirm);
  }

  return {
    envelope,
    onCancel: null,
    get state() {
      return state;
    },
    receive(late) {
      if (late.cseq.method === 'ACK') {
        if (state === 'completed') confirm();
        return state !== 'accepted' && state !== 'proceeding';
      }
      if (latest && (state === 'proceeding' || state === 'completed')) wire.answerAgain(flow, via, latest);
      return true;
    },
    respond(response) {
      if (state !== 'proceeding') return;
      latest = wire.answer(flow, via, response);
      if (response.status >= 300) refuse(latest);
      else if (response.status >= 200) {
        state = 'accepted';
        latest = null;
        leave(swallowInvite);
      }
    },
    ignore() {
      if (state === 'proceeding') confirm();
    },
    abandon: rest,
  };
}

// Functions without a context: what lingers holds nothing of the call.
const swallow = (): boolean => true;
const swallowInvite = (late: Envelope<SipRequest>): boolean => late.cseq.method !== 'ACK';
