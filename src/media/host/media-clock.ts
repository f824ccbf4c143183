// Media time of a bridge outside the media host: the same monotonic clock, counted from the moment the bridge opened.

import type { Clock } from '../../interfaces/clock.ts';
import { steadyUs } from './steady-time.ts';

export function createMediaClock(originUs: number): Clock {
  const now = () => Math.round(steadyUs() - originUs);
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
