// A cold transfer by REFER (RFC 3515): the caller's own carrier is asked to call somebody else.

import type { TransferOutcome } from '../../../interfaces/phone-line.ts';
import type { Attempt } from './transfers.ts';
import { unlessStopped } from './unless-stopped.ts';

/** What the far end may take to tell, beyond the ringing. */
const GRACE_MS = 10_000;

/** Resolves when the far end says how it went. Throws the signal's reason. */
export async function refer({ caller, wish, bridge, signal }: Attempt): Promise<TransferOutcome> {
  const told = Promise.withResolvers<TransferOutcome>();
  const hand = caller.hand();
  hand.onEvent((event) => {
    if (event.is === 'referDone') told.resolve(event.ok ? { ok: true } : refused(event.sip));
  });
  const { clock } = bridge;
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

function refused(sip: number): TransferOutcome {
  const detail = `The carrier could not hand the call over (SIP ${sip}).`;
  if (sip === 486 || sip === 600) return { ok: false, why: 'busy', detail: 'The line is busy.' };
  if (sip === 408 || sip === 480 || sip === 487) return { ok: false, why: 'no_answer', detail: 'Nobody answered.' };
  if (sip === 404 || sip === 484 || sip === 604) return { ok: false, why: 'invalid_destination', detail };
  return { ok: false, why: sip >= 500 ? 'unavailable' : 'rejected', detail };
}
