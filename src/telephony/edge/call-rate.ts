// How many new calls one address may bring: a batch of a busy switch fits, and a switch that goes mad leaves time for the calls of others.

import type { Log } from '../../interfaces/log.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { createSourceRates } from '../sip/transport/source-rates.ts';

export interface CallRate {
  perSecond: number;
  /** At once. */
  burst: number;
}

const USUAL: CallRate = { perSecond: 100, burst: 300 };
const SAY_EVERY_MS = 60_000;

/** Asked for each call that comes; false: it is one too many. Says so in the log once a minute. */
export function createCallRate(
  rate: CallRate = USUAL,
  { timers, log }: { timers: Pick<SipTimers, 'nowMs'>; log: Log },
): (address: string) => boolean {
  const rates = createSourceRates({ ...rate, strangerPerSecond: 0, strangerBurst: 0 }, timers.nowMs);
  let saidAtMs = -SAY_EVERY_MS;
  return (address) => {
    if (rates.take(address)) return true;
    if (timers.nowMs() - saidAtMs >= SAY_EVERY_MS) {
      saidAtMs = timers.nowMs();
      log.warn({ address, ...rate }, 'a source brings more calls than are taken, and is told to come back later');
    }
    return false;
  };
}
