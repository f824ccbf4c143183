// A 2xx of INVITE is repeated by whoever sent it until its ACK comes, over connections too (RFC 3261 section 13.3.1.4).

import type { SipTimers } from '../sip-timers.ts';
import type { ServerTransaction } from '../transaction/transaction.ts';
import type { SipResponse } from '../message.ts';
import type { Wire } from '../wire.ts';

export interface AwaitedAck {
  /** CSeq number of the INVITE. */
  readonly cseq: number;
  /** The ACK came, or nobody waits any more. */
  stop(): void;
}

/** Sends the 2xx; `onLost` after 64*T1 without ACK. */
export function sendUntilAck(
  { wire, timers }: { wire: Wire; timers: SipTimers },
  transaction: ServerTransaction,
  response: SipResponse,
  onLost: () => void,
): AwaitedAck {
  const { flow, via, cseq } = transaction.envelope;
  transaction.respond(response);
  const again = timers.repeat(timers.t2Ms, () => wire.answer(flow, via, response));
  const lost = timers.after(timers.patienceMs, () => {
    again();
    onLost();
  });
  return {
    cseq: cseq.number,
    stop() {
      again();
      lost();
    },
  };
}
