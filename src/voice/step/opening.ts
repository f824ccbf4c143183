// How the call opens (rule 12): the greeting is prepared while sound cannot flow yet and begins after its delay.

import { commitRun } from './engine.ts';
import { dropRun, think } from './run.ts';
import { contest, judge } from './floor.ts';
import { beginWatch } from './machine.ts';
import { clearSpeech, openGate, sayWhole } from './speaking.ts';
import { armIn, cancel } from './timers.ts';
import type { Opening } from '../../conversation/index.ts';
import { ignore, sensitivityOf, settingsAfter, type Work } from './work.ts';

/** The leg is here, sound is not: after this the caller counts as never having joined. */
const JOIN_MS = 30_000;
/** The agent's own opening waits so long for a sound to prove to be words. */
const SOUND_DELAY_MS = 500;

export function onStart(work: Work): void {
  const { s } = work;
  armIn(work, 'join', JOIN_MS);
  const { opening } = s;
  if (opening.who === 'user') return;
  if (opening.text !== null) sayWhole(work, 'begin', opening.text, { open: false });
  else think(work, 'begin', { draft: true, forText: null });
}

export function onConnected(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'connecting') return ignore(work, 'connected');
  s.mode = { is: 'live', since: s.now };
  s.microphone.openSince = s.now;
  cancel(work, 'join');
  armIn(work, 'maxDuration', s.settings.maxCallMs);
  beginWatch(work);
  if (s.opening.who === 'agent') armIn(work, 'begin', delayMs(s.opening, s.settings.beginMessageDelayMs));
  else if (s.opening.agentAfterSilenceMs !== null) armIn(work, 'userFirst', s.opening.agentAfterSilenceMs);
}

function delayMs(opening: Opening & { who: 'agent' }, settingMs: number): number {
  return Math.max(opening.delayMs, settingMs);
}

/** The greeting's time has come. A caller who is already talking is not talked over. */
export function onBegin(work: Work): void {
  const { s } = work;
  const greeting = s.speeches.find((speech) => speech.kind === 'begin' && speech.phase === 'queued');
  const run = s.engine.is === 'draft' && s.engine.run.kind === 'begin' ? s.engine.run : null;
  const sensitivity = run ? settingsAfter(s, run).interruptionSensitivity : sensitivityOf(s);
  if (s.user.is !== 'silent' && sensitivity > 0) {
    if (run) commitWhileContested(work);
    contest(work);
    judge(work, false);
    return;
  }
  if (run) return commitRun(work);
  if (greeting) return s.floor.is === 'held' ? undefined : openGate(work, greeting);
  if (s.engine.is === 'idle' && s.opening.who === 'agent' && s.opening.text === null) {
    think(work, 'begin', { draft: false, forText: null });
  }
}

/** Takes the floor first, so that the gate stays closed until the caller's sound is judged. */
function commitWhileContested(work: Work): void {
  const { s } = work;
  const { floor } = s;
  s.floor = { is: 'contested', since: s.now };
  commitRun(work);
  s.floor = floor;
}

/** The caller should have opened, and did not. */
export function onUserFirst(work: Work): void {
  const { s } = work;
  // A cough is no opening: words cancel this timer, a sound only delays it.
  if (s.user.is !== 'silent') return armIn(work, 'userFirst', SOUND_DELAY_MS);
  if (s.engine.is !== 'idle' || s.speeches.length > 0) return;
  think(work, 'begin', { draft: false, forText: null });
}

/** The caller was faster: no greeting any more. */
export function cancelOpening(work: Work): void {
  const { s } = work;
  cancel(work, 'begin', 'userFirst');
  if (s.engine.is === 'draft' && s.engine.run.kind === 'begin') dropRun(work);
  for (const speech of s.speeches.filter((each) => each.kind === 'begin' && each.phase === 'queued')) {
    clearSpeech(work, speech);
  }
}
