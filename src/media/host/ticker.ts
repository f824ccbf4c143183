// The heartbeat of a media host: slots of 5 ms by the monotonic clock. A late slot is made up for at once; how late, is kept.

export interface Ticker {
  /** p99 of lateness over the last ten seconds, ms. */
  latenessP99Ms(): number;
  dump(): { slots: number; p50Ms: number; p99Ms: number; maxMs: number };
  stop(): void;
}

const slotMs = 5;
const keptSlots = 2000;
/** Node's timers wake up to this much early or a whole millisecond late; a slot may begin this early. */
const earlyMs = 0.6;

/** Calls `run` once for each time the thread finds a slot due (several missed slots make one call). Steady time in ms. */
export function startTicker(run: () => void, nowMs: () => number = performanceNow): Ticker {
  const lateness = new Float32Array(keptSlots);
  let slots = 0;
  let next = nowMs() + slotMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function wake(): void {
    const now = nowMs();
    if (now >= next - earlyMs) {
      lateness[slots++ % keptSlots] = Math.max(0, now - next);
      next += slotMs;
      if (next < now) next = now + slotMs - ((now - next) % slotMs);
      run();
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

function performanceNow(): number {
  return performance.now();
}
