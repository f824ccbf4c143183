// The caller waits while he is given to somebody else (rule 16): the agent is out of it until that has failed.

import { dropRun } from './run.ts';
import { cancel } from './timers.ts';
import type { Work } from './work.ts';

/** A transfer begins, with all said that was to be said before it. */
export function hold(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'live') return;
  dropRun(work);
  s.unanswered = null;
  cancel(work, 'begin', 'userFirst', 'reminder', 'silenceEnd', 'keys');
  s.mode = { is: 'onHold', since: s.mode.since };
}

/** It failed: the agent is back. Sound is owed from now on; what the caller said to the music was heard by nobody. */
export function unhold(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'onHold') return;
  s.mode = { is: 'live', since: s.mode.since };
  s.microphone.openSince = s.now;
}
