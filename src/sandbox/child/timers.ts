// The timers of one program.

/** More than anybody needs; each costs memory of ours. */
const MAX_TIMERS = 1_000;
const MAX_MS = 60_000;

export interface Timers {
  /** Throws when there are too many. */
  set(id: number, ms: number): void;
  cancel(id: number): void;
  readonly count: number;
  close(): void;
}

export function createTimers(due: (id: number) => void): Timers {
  const timers = new Map<number, NodeJS.Timeout>();
  return {
    set(id, ms) {
      if (timers.size >= MAX_TIMERS) throw new RangeError(`More than ${MAX_TIMERS} timers at once.`);
      const run = (): void => {
        timers.delete(id);
        due(id);
      };
      timers.set(id, setTimeout(run, Math.min(MAX_MS, ms > 0 ? ms : 0)));
    },
    cancel(id) {
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
    get count() {
      return timers.size;
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
