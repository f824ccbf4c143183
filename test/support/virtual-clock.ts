// Media time that moves only when told to. Everything promised meanwhile is settled before the next instant.

import { setImmediate } from 'node:timers/promises';
import type { Clock, Us } from '../../src/interfaces/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves to `time`, running all that is due on the way in order. */
  runTo(time: Us): Promise<void>;
  /** Lets all promises that need no time come to rest. */
  settle(): Promise<void>;
  /** A promise of a later instant. */
  wait(ms: number): Promise<void>;
}

export function createVirtualClock(): VirtualClock {
  let now: Us = 0;
  let sequence = 0;
  let due: { at: Us; order: number; run: () => void }[] = [];

  async function settle(): Promise<void> {
    await setImmediate();
    await setImmediate();
  }

  const clock: VirtualClock = {
    now: () => now,
    at(time, run) {
      const entry = { at: Math.max(time, now), order: (sequence += 1), run };
      due.push(entry);
      return () => {
        due = due.filter((each) => each !== entry);
      };
    },
    async runTo(time) {
      await settle();
      for (;;) {
        const next = due.reduce<(typeof due)[number] | undefined>(
          (best, each) =>
            !best || each.at < best.at || (each.at === best.at && each.order < best.order) ? each : best,
          undefined,
        );
        if (!next || next.at > time) break;
        due = due.filter((each) => each !== next);
        now = next.at;
        next.run();
        await settle();
      }
      now = Math.max(now, time);
    },
    settle,
    wait: (ms) => new Promise((resolve) => void clock.at(now + ms * 1000, resolve)),
  };
  return clock;
}
