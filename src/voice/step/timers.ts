// Timers as data: one of each name at a time, each with a number, so that one that fired too late means nothing.

import type { Us } from '../../interfaces/clock.ts';
import { FROZEN_WHILE_DEGRADED, type TimerName } from './state.ts';
import { act, type Work } from './work.ts';

/** Sets or moves a timer. While the leg is degraded those that count the caller's silence only remember what is left. */
export function arm(work: Work, timer: TimerName, at: Us): void {
  const { s } = work;
  const frozen = s.leg === 'degraded' && FROZEN_WHILE_DEGRADED.includes(timer);
  const old = s.timers[timer];
  if (old && !old.frozen && !frozen && old.at === at) return;
  cancel(work, timer);
  const n = ++s.ids.timer;
  s.timers[timer] = frozen ? { n, at: Math.max(0, at - s.now), frozen } : { n, at, frozen };
  if (!frozen) act(work, { do: 'setTimer', timer, n, at });
}

export function armIn(work: Work, timer: TimerName, ms: number): void {
  arm(work, timer, work.s.now + ms * 1000);
}

export function cancel(work: Work, ...timers: TimerName[]): void {
  for (const timer of timers) {
    const armed = work.s.timers[timer];
    if (!armed) continue;
    delete work.s.timers[timer];
    if (!armed.frozen) act(work, { do: 'cancelTimer', timer, n: armed.n });
  }
}

export function cancelAll(work: Work): void {
  cancel(work, ...(Object.keys(work.s.timers) as TimerName[]));
}

/** Takes a fired timer off the list; false when it is not the current one of its name. */
export function takeFired(work: Work, timer: TimerName, n: number): boolean {
  const armed = work.s.timers[timer];
  if (!armed || armed.frozen || armed.n !== n) return false;
  delete work.s.timers[timer];
  return true;
}

export function freeze(work: Work): void {
  const { s } = work;
  for (const timer of FROZEN_WHILE_DEGRADED) {
    const armed = s.timers[timer];
    if (!armed || armed.frozen) continue;
    act(work, { do: 'cancelTimer', timer, n: armed.n });
    s.timers[timer] = { n: armed.n, at: Math.max(0, armed.at - s.now), frozen: true };
  }
}

export function thaw(work: Work): void {
  const { s } = work;
  for (const timer of FROZEN_WHILE_DEGRADED) {
    const armed = s.timers[timer];
    if (!armed?.frozen) continue;
    delete s.timers[timer];
    arm(work, timer, s.now + armed.at);
  }
}
