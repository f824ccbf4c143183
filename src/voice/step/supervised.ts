// A person takes the call over (rule 17): the agent leaves the conversation, what the caller says is still written down.

import { interrupt } from './floor.ts';
import { cancel } from './timers.ts';
import { sayForUser } from './turn.ts';
import { closeTurn } from './turn-over.ts';
import type { EventOf } from './event.ts';
import type { VoiceState } from './state.ts';
import { act, ignore, note, type Work } from './work.ts';

/** Do people talk, with the agent or in its place? */
export function isTalk(state: VoiceState): boolean {
  return state.mode.is === 'live' || state.mode.is === 'supervised';
}

/** What of the agent was not heard is gone. A server that is leaving hands nothing over. */
export function onTakeOver(work: Work, event: EventOf<'takeOver'>): void {
  const { s } = work;
  if ((s.mode.is !== 'live' && s.mode.is !== 'onHold') || s.farewell?.firm) return ignore(work, 'takeOver');
  interrupt(work);
  cancel(work, 'begin', 'userFirst', 'draft', 'vote', 'reminder', 'silenceEnd', 'tail');
  s.farewell = null;
  s.mode = { is: 'supervised', since: s.now };
  s.reflexMs = null;
  act(work, { do: 'reflex', pauseAfterSpeechMs: null });
  note(work, 'info', 'the call was taken over', { by: event.by });
}

/** The caller's words while a person answers them. */
export function writeTurnDown(work: Work): void {
  sayForUser(work);
  closeTurn(work);
}
