// The caller says nothing: the agent asks again, and one day gives up (rule 13).

import { think } from './run.ts';
import { end } from './ending.ts';
import { arm, armIn, cancel } from './timers.ts';
import type { VoiceState } from './state.ts';
import { agentIsQuiet, type Work } from './work.ts';

/** Is it the caller's turn, and does he say nothing? */
function callerIsAwaited(s: VoiceState): boolean {
  if (s.mode.is !== 'live' || s.user.is !== 'silent' || s.turn || s.owes || s.farewell || s.timers.begin) return false;
  if (s.timers.keys || s.pressed.length > 0) return false;
  return agentIsQuiet(s) && s.engine.is !== 'answer' && Object.keys(s.tools).length === 0;
}

/** Does the agent do nothing but remind? That does not break the caller's silence. */
function onlyReminds(s: VoiceState): boolean {
  if (s.engine.is === 'answer' && s.engine.run.kind !== 'reminder') return false;
  return !s.owes && Object.keys(s.tools).length === 0 && s.speeches.every((speech) => speech.kind === 'reminder');
}

/** Has a remote mind left its answer open, with all of it heard? Nobody reminds then; the end by silence counts all the same. */
function isLeftOpen(s: VoiceState): boolean {
  if (!s.settings.remoteMind || s.mode.is !== 'live' || s.user.is !== 'silent' || s.timers.begin) return false;
  return s.engine.is === 'answer' && agentIsQuiet(s) && Object.keys(s.tools).length === 0;
}

/** Asked after every event: keeps the two timers in step with the state. */
export function watchSilence(work: Work): void {
  const { s } = work;
  if (!callerIsAwaited(s)) {
    cancel(work, 'reminder');
    if (isLeftOpen(s)) return countSilence(work);
    if (s.user.is !== 'silent') cancel(work, 'silenceEnd');
    else if (!onlyReminds(s)) {
      cancel(work, 'silenceEnd');
      s.silence.since = null;
    }
    return;
  }
  countSilence(work);
  const { reminderMs, reminderMaxCount } = s.settings;
  if (reminderMs !== null && s.silence.reminders < reminderMaxCount && !s.timers.reminder) {
    armIn(work, 'reminder', reminderMs);
  }
}

function countSilence(work: Work): void {
  const { s } = work;
  s.silence.since ??= s.now;
  if (!s.timers.silenceEnd)
    arm(work, 'silenceEnd', Math.max(s.now, s.silence.since + s.settings.endAfterSilenceMs * 1000));
}

export function onReminder(work: Work): void {
  if (!callerIsAwaited(work.s)) return;
  work.s.silence.reminders += 1;
  work.s.unanswered = null;
  think(work, 'reminder', { draft: false, forText: null });
}

export function onSilenceEnd(work: Work): void {
  if (work.s.user.is === 'silent') end(work, 'inactivity', 'the caller was silent');
}
