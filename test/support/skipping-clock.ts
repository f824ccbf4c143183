// A clock that runs as the real one does, and jumps when a test does not want to wait.

import type { Clock, Us } from '../../src/interfaces/clock.ts';
import { createTimerClock } from '../../src/interfaces/timer-clock.ts';

export interface SkippingClock extends Clock {
  /** What is due in the time that is left out runs at once. */
  skip(ms: number): void;
  /** Resolves when a timer of this length is set, from now on or since before. */
  armed(ms: number): Promise<void>;
}

interface Entry {
  time: Us;
  lengthMs: number;
  run: () => void;
  cancel: () => void;
}

export function createSkippingClock(): SkippingClock {
  const real = createTimerClock(() => performance.now() * 1000);
  const entries = new Set<Entry>();
  const lookers = new Set<() => void>();
  let skipped: Us = 0;
  const now = (): Us => real.now() + skipped;
  function arm(entry: Entry): void {
    entry.cancel = real.at(entry.time - skipped, () => {
      entries.delete(entry);
      entry.run();
    });
  }
  return {
    now,
    at(time, run) {
      const entry: Entry = { time, lengthMs: Math.round((time - now()) / 1000), run, cancel: () => {} };
      entries.add(entry);
      arm(entry);
      for (const look of lookers) look();
      return () => {
        entries.delete(entry);
        entry.cancel();
      };
    },
    skip(ms) {
      skipped += ms * 1000;
      for (const entry of [...entries]) {
        entry.cancel();
        arm(entry);
      }
    },
    armed(ms) {
      return new Promise((resolve) => {
        const look = () => {
          if (![...entries].some(({ lengthMs }) => lengthMs === ms)) return;
          lookers.delete(look);
          resolve();
        };
        lookers.add(look);
        look();
      });
    },
  };
}
