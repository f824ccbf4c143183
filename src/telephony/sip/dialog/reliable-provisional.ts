// Provisional answers that the far side has to acknowledge by PRACK (RFC 3262), at the server: one after the other, each repeated until then.

import type { Cancel } from '../../../interfaces/clock.ts';
import { setHeader } from '../header.ts';
import type { SipResponse } from '../message.ts';
import type { SipTimers } from '../sip-timers.ts';
import type { ServerTransaction } from '../transaction/transaction.ts';
import type { Wire } from '../wire.ts';

export interface ReliableProvisionals {
  send(response: SipResponse): void;
  /** Takes the RAck of a PRACK; false: it acknowledges nothing that was sent (481). */
  acknowledge(rack: string): boolean;
  /** Runs once nothing waits for a PRACK: a 2xx must not overtake one (section 3). */
  whenAcknowledged(run: () => void): void;
  stop(): void;
}

/** `onLost`: no PRACK for 64*T1; the INVITE should be refused with 504. */
export function createReliableProvisionals(
  { wire, timers, random }: { wire: Wire; timers: SipTimers; random: () => number },
  transaction: ServerTransaction,
  onLost: () => void,
): ReliableProvisionals {
  const { flow, via, cseq } = transaction.envelope;
  let rseq = 1 + Math.floor(random() * (2 ** 31 - 10_000));
  let unacknowledged: { rseq: number; stop: Cancel } | null = null;
  const waiting: SipResponse[] = [];
  let then: (() => void) | null = null;

  function sendNow(response: SipResponse): void {
    rseq += 1;
    setHeader(response, 'Require', '100rel');
    setHeader(response, 'RSeq', String(rseq));
    transaction.respond(response);
    // Section 3: T1, doubled without a cap.
    const again = timers.repeat(Infinity, () => wire.answer(flow, via, response));
    const lost = timers.after(timers.patienceMs, () => {
      stop();
      onLost();
    });
    unacknowledged = {
      rseq,
      stop() {
        again();
        lost();
      },
    };
  }

  function stop(): void {
    unacknowledged?.stop();
    unacknowledged = null;
    waiting.length = 0;
    then = null;
  }

  return {
    send(response) {
      if (unacknowledged) waiting.push(response);
      else sendNow(response);
    },
    acknowledge(rack) {
      const [number, of, method] = rack.trim().split(/\s+/);
      if (!unacknowledged || Number(number) !== unacknowledged.rseq) return false;
      if (Number(of) !== cseq.number || method !== 'INVITE') return false;
      unacknowledged.stop();
      unacknowledged = null;
      const next = waiting.shift();
      if (next) sendNow(next);
      else {
        const run = then;
        then = null;
        run?.();
      }
      return true;
    },
    whenAcknowledged(run) {
      if (unacknowledged) then = run;
      else run();
    },
    stop,
  };
}

/** Does the far side demand them? */
export function demandsReliable(tokens: string[]): boolean {
  return tokens.some((each) => each.toLowerCase() === '100rel');
}
