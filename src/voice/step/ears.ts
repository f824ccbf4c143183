// The recogniser was lost: a new one is fed with what has no final words yet (rule 20).

import { end } from './ending.ts';
import type { EventOf } from './event.ts';
import { armIn } from './timers.ts';
import { act, note, type Work } from './work.ts';

/** Waits before each new attempt, ms; after the last the call ends. */
const RETRY_MS = [0, 500, 2000];

export function onEarsFailed(work: Work, event: EventOf<'earsFailed'>): void {
  const { s } = work;
  note(work, 'warn', 'speech recognition failed', { category: event.category, retryable: event.retryable });
  const waitMs = RETRY_MS[s.failures.ears];
  if (waitMs === undefined || !event.retryable) {
    // Two people go on talking, whether or not it is written down.
    if (s.mode.is === 'supervised') return;
    return end(work, 'error_asr', `speech recognition failed: ${event.category}`);
  }
  s.failures.ears += 1;
  if (s.turn) s.turn.partial = null;
  armIn(work, 'ears', waitMs);
}

export function onEarsTimer(work: Work): void {
  act(work, { do: 'reopenEars' });
}
