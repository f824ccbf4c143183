// The phone calls of this process: out by the dial queue, in by its edges.

import type { IncomingPhoneCall, PhoneLeg } from '../../../interfaces/phone-edge.ts';
import type { Pair } from '../transfer/pair.ts';
import { placePhoneCall, type PlacePhoneCallDeps } from './place-phone-call.ts';
import { takeCall, type TakeCallDeps } from './take-call.ts';

export interface PhoneCalls {
  /** `Telephony.placeCall`. */
  place(callId: string): Promise<void>;
  /** For an edge's `onIncoming`. */
  take(leg: PhoneLeg, incoming: IncomingPhoneCall): void;
  /** Hangs up on those who were given to each other and on callers who still wait to be taken. After `live.close`. Idempotent. */
  close(): Promise<void>;
}

export type PhoneCallsDeps = Omit<TakeCallDeps & PlacePhoneCallDeps, 'pairs' | 'leaving'>;

export function createPhoneCalls(given: PhoneCallsDeps): PhoneCalls {
  const pairs = new Set<Pair>();
  const taking = new Set<Promise<void>>();
  const leaving = new AbortController();
  const deps = { ...given, pairs, leaving: leaving.signal };
  for (const edge of Object.values(given.edges)) edge?.onIncoming(take);

  function take(leg: PhoneLeg, incoming: IncomingPhoneCall): void {
    const work = takeCall(deps, leg, incoming).finally(() => taking.delete(work));
    taking.add(work);
  }

  return {
    place: (callId) => placePhoneCall(deps, callId),
    take,
    async close() {
      leaving.abort();
      await Promise.all(taking);
      for (const pair of pairs) pair.hangUp();
      await Promise.all([...pairs].map((pair) => pair.over));
    },
  };
}
