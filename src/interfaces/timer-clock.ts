// A clock on Node's timers, for whatever counts microseconds.

import type { Clock, Us } from './clock.ts';

/** `now`: never goes back. */
export function createTimerClock(now: () => Us): Clock {
  return {
    now,
    at(time, run) {
      let timer: NodeJS.Timeout;
      const wait = () => {
        const leftUs = time - now();
        if (leftUs <= 0) run();
        else timer = setTimeout(wait, Math.min(2 ** 31 - 1, Math.ceil(leftUs / 1000)));
      };
      // Timers of Node may wake up a little early, hence the second look.
      timer = setTimeout(wait, Math.min(2 ** 31 - 1, Math.max(0, Math.ceil((time - now()) / 1000))));
      return () => clearTimeout(timer);
    },
  };
}
