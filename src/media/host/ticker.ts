// The heartbeat of a media host: slots of 5 ms, which begin at whole multiples of that by the clock of all threads. A late slot is made up for at
// once; how late, is kept.

import { slotUs } from '../bridge/media-time.ts';
import { steadyUs } from './steady-time.ts';

export interface Ticker {
  /** p99 of lateness over the last ten seconds, ms. */
  latenessP99Ms(): number;
  dump(): { slots: number; p50Ms: number; p99Ms: number; maxMs: number };
  stop(): void;
}

const slotMs = slotUs / 1000;
const keptSlots = 2000;
/** Node's timers wake up to this much early or a whole millisecond late; a slot may begin this early. */
const earlyMs = 0.6;

/**
 * Calls `run` once for each time the thread finds a slot due, with the beginning of that slot; several missed slots make one call, for the last
 * of them. Steady time in ms.
 */
export function startTicker(run: (slotMs: number) => void, nowMs: () => number = steadyMs): Ticker {
  const lateness = new Float32Array(keptSlots);
  let slots = 0;
  let next = (Math.floor(nowMs() / slotMs) + 1) * slotMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function wake(): void {
    const now = nowMs();
    if (now >= next - earlyMs) {
      lateness[slots++ % keptSlots] = Math.max(0, now - next);
      const slot = Math.max(next, Math.floor(now / slotMs) * slotMs);
      next = slot + slotMs;
      run(slot);
    }
    if (!stopped) timer = setTimeout(wake, Math.max(1, Math.floor(next - nowMs())));
  }

  function sorted(): Float32Array {
    return lateness.slice(0, Math.min(slots, keptSlots)).sort();
  }
  function quantile(values: Float32Array, q: number): number {
    return values.length === 0 ? 0 : values[Math.min(values.length - 1, Math.floor(values.length * q))]!;
  }

  wake();
  return {
    latenessP99Ms: () => quantile(sorted(), 0.99),
    dump() {
      const values = sorted();
      return { slots, p50Ms: quantile(values, 0.5), p99Ms: quantile(values, 0.99), maxMs: quantile(values, 1) };
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function steadyMs(): number {
  return steadyUs() / 1000;
}
