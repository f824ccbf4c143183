// Media time of a bridge outside the media host: the same monotonic clock, counted from the moment the bridge opened.

import type { Clock } from '../../interfaces/clock.ts';
import { createTimerClock } from '../../interfaces/timer-clock.ts';
import { steadyUs } from './steady-time.ts';

export function createMediaClock(originUs: number): Clock {
  return createTimerClock(() => Math.round(steadyUs() - originUs));
}
