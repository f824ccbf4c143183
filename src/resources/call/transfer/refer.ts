// A cold transfer by REFER (RFC 3515): the caller's own carrier is asked to call somebody else.

import type { TransferOutcome } from '../../../interfaces/phone-line.ts';
import type { SharedLeg } from '../phone/shared-leg.ts';
import type { Attempt } from './transfers.ts';
import { unlessStopped } from './unless-stopped.ts';

/** What the far end may take to tell, beyond the ringing. */
const GRACE_MS = 10_000;

export interface Referrals {
  /** Resolves when the far end says how it went. Throws the signal's reason. */
  refer(given: Pick<Attempt, 'wish' | 'bridge' | 'signal'>): Promise<TransferOutcome>;
}

/** Of one caller. Results name no request, so there is one at a time: none before the far end has answered the last one. */
export function createReferrals(caller: Pick<SharedLeg, 'hand'>): Referrals {
  let waits = false;

  async function refer({ wish, bridge: { clock }, signal }: Parameters<Referrals['refer']>[0]) {
    signal.throwIfAborted();
    if (waits) return UNANSWERED;
    waits = true;
    const told = Promise.withResolvers<TransferOutcome>();
    const hand = caller.hand();
    let answered = false;
    hand.onEvent((event) => {
      if (event.is !== 'referDone' || answered) return;
      answered = true;
      waits = false;
      told.resolve(event.ok ? { ok: true } : refused(event.sip));
    });
    const cancel = clock.at(clock.now() + (wish.ringMs + GRACE_MS) * 1000, () =>
      told.resolve({ ok: false, why: 'no_answer', detail: 'The carrier did not say whether anybody answered.' }),
    );
    hand.send({ n: 1, do: 'refer', to: wish.destination, headers: wish.headers });
    try {
      return await unlessStopped(told.promise, signal);
    } finally {
      cancel();
    }
  }

  return { refer };
}

const UNANSWERED: TransferOutcome = {
  ok: false,
  why: 'unavailable',
  detail: 'The carrier has not said yet what became of the transfer before.',
};

function refused(sip: number): TransferOutcome {
  const detail = `The carrier could not hand the call over (SIP ${sip}).`;
  if (sip === 486 || sip === 600) return { ok: false, why: 'busy', detail: 'The line is busy.' };
  if (sip === 408 || sip === 480 || sip === 487) return { ok: false, why: 'no_answer', detail: 'Nobody answered.' };
  if (sip === 404 || sip === 484 || sip === 604) return { ok: false, why: 'invalid_destination', detail };
  return { ok: false, why: sip >= 500 ? 'unavailable' : 'rejected', detail };
}
