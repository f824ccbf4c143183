// The end (rule 21): the first reason wins; what was heard is accounted for; then it is reported once, at most two seconds later.

import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import { dropRun } from './run.ts';
import { clearSpeech, completeSpeech } from './speaking.ts';
import { arm, armIn, cancel, cancelAll } from './timers.ts';
import { hasWords, isCovered, recordKeys, sayForUser } from './turn.ts';
import { act, agentIsQuiet, emit, note, type Work } from './work.ts';
import type { EventOf } from './event.ts';

/** How long the end waits for the transcript of what the caller said last. */
const LAST_WORDS_MS = 700;
const CEILING_MS = 2000;
/** How long a leaving server lets a sentence go on. */
const DRAIN_MS = 5000;

export function end(work: Work, reason: DisconnectionReason, detail: string): void {
  const { s } = work;
  if (s.mode.is === 'ending' || s.mode.is === 'ended') {
    if (s.mode.is === 'ending') note(work, 'info', 'a later reason to end was ignored', { reason });
    return;
  }
  s.mode = { is: 'ending', reason, detail };
  s.floor = { is: 'free' };
  cancelAll(work);
  dropRun(work);
  for (const speech of [...s.speeches]) clearSpeech(work, speech);
  failOpenTools(work);
  armIn(work, 'ceiling', CEILING_MS);
  if (s.turn && !isCovered(s)) {
    act(work, { do: 'flushEars' });
    armIn(work, 'lastWords', LAST_WORDS_MS);
  }
}

/** Tools end with the call; one whose answer did not come in time says so. */
function failOpenTools(work: Work): void {
  const { s } = work;
  act(work, { do: 'cancelTools' });
  for (const [id, tool] of Object.entries(s.tools)) {
    delete s.tools[id];
    if (tool.phase !== 'running') continue;
    const content = 'The call ended before the tool answered.';
    emit(work, { is: 'tool_finished', tool_call_id: id, successful: false, content, tookMs: 0 });
  }
}

/** Asked after every event: is all accounted for? */
export function tryFinish(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'ending') return;
  if (s.timers.ceiling && (s.speeches.length > 0 || (s.timers.lastWords && s.turn && !isCovered(s)))) return;
  const { reason, detail } = s.mode;
  cancel(work, 'ceiling', 'lastWords');
  if (hasWords(s.turn)) sayForUser(work);
  if (s.keys !== '') s.pressed.push(s.keys);
  s.keys = '';
  recordKeys(work);
  if (s.agentSpeaking) emit(work, { is: 'speaking', who: 'agent', on: false });
  s.agentSpeaking = false;
  s.turn = null;
  s.speeches = [];
  s.user = { is: 'silent' };
  s.mode = { is: 'ended', reason, detail };
  emit(work, { is: 'end', reason, detail });
  act(work, { do: 'finish', reason, detail });
}

/** Asked after every event: has the goodbye been heard? The hang-up waits until it reached the ear. */
export function tryFarewell(work: Work): void {
  const { s } = work;
  if (
    (s.mode.is !== 'live' && s.mode.is !== 'atVoicemail') ||
    !s.farewell ||
    s.engine.is === 'answer' ||
    !agentIsQuiet(s)
  )
    return;
  if (!s.timers.tail) arm(work, 'tail', s.now + s.tailMs * 1000);
}

export function onTail(work: Work): void {
  const { farewell } = work.s;
  if (farewell) end(work, farewell.reason, farewell.detail);
}

/** `stop` ends now; `drain` lets the sentence being spoken come to its end. */
export function onCommand(work: Work, event: EventOf<'command'>): void {
  const { s } = work;
  if (event.do === 'stop' || s.mode.is !== 'live' || agentIsQuiet(s)) return end(work, event.reason, event.detail);
  s.farewell = { reason: event.reason, detail: event.detail, firm: true };
  s.owes = false;
  dropRun(work);
  for (const speech of s.speeches) completeSpeech(work, speech.utt);
  armIn(work, 'drain', DRAIN_MS);
}
