// Any request but INVITE and ACK, at the server (RFC 3261 figure 8).
//
//   trying      not answered; repetitions are swallowed.
//   proceeding  a provisional answer was sent; repetitions get it again.
//   completed   answered; over UDP repetitions get the same bytes again until Timer J. Nothing else of it is kept.

import type { Envelope } from '../envelope.ts';
import type { SipRequest } from '../message.ts';
import type { Flow } from '../transport/flow.ts';
import type { Via } from '../via.ts';
import type { Wire } from '../wire.ts';
import type { InviteServer } from './server-invite.ts';
import type { TransactionDeps } from './transaction.ts';

export function createNonInviteServer(
  deps: TransactionDeps,
  envelope: Envelope<SipRequest>,
  leave: (remainder: (late: Envelope<SipRequest>) => boolean) => void,
): InviteServer {
  const { wire } = deps;
  const { flow, via } = envelope;
  let state: 'trying' | 'proceeding' | 'completed' = 'trying';
  let latest: Buffer | null = null;

  return {
    envelope,
    onCancel: null,
    get state() {
      return state;
    },
    receive() {
      if (latest) wire.answerAgain(flow, via, latest);
      return true;
    },
    respond(response) {
      if (state === 'completed') return;
      const bytes = wire.answer(flow, via, response);
      latest = bytes;
      if (response.status < 200) {
        state = 'proceeding';
        return;
      }
      state = 'completed';
      leave(answerAgain(wire, flow, via, bytes));
    },
    ignore() {
      if (state === 'completed') return;
      state = 'completed';
      leave(() => true);
    },
    abandon() {},
  };
}

/** A closure of its own, so that the request and whoever answered it are let go. */
function answerAgain(wire: Wire, flow: Flow, via: Via, bytes: Buffer): () => boolean {
  return () => {
    wire.answerAgain(flow, via, bytes);
    return true;
  };
}
