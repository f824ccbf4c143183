// A machine may answer a call out (rule 14): it is told by its words, its length or its beep, and what is left for it is said when its
// greeting is over.

import { answeredBy, ANSWERED_BY } from '../answered-by/verdict.ts';
import { saysBeep } from '../answered-by/words.ts';
import { end } from './ending.ts';
import type { EventOf } from './event.ts';
import { interrupt } from './floor.ts';
import { sayWhole } from './speaking.ts';
import { arm, armIn, cancel } from './timers.ts';
import { hasWords, sayForUser, turnText } from './turn.ts';
import { closeTurn } from './turn-over.ts';
import type { VoiceState } from './state.ts';
import { act, emit, ignore, ms, note, type Work } from './work.ts';

/** The greeting is over after such a silence; one that promised a beep is waited for longer. */
const GREETING_PAUSE_MS = 1200;
const BEEP_WAIT_MS = 4000;
/** Some greetings are as short as a person's: their beep comes soon. */
const LATE_BEEP_MS = 10_000;
/** No greeting is longer than this. */
const GREETING_MS = 60_000;

/** Voicemails record two or three minutes; what is composed for one, or said to it, ends by then. */
const MESSAGE_MS = 120_000;

/** The call is connected: from now on it may turn out to be a machine. */
export function beginWatch(work: Work): void {
  const rule = work.s.settings.answer;
  if (rule) work.s.watch = { until: work.s.now + rule.windowMs * 1000, sawMenu: false, onlyBeep: false, asked: false };
}

/** Asked after every event. */
export function watchAnswer(work: Work): void {
  const { s } = work;
  if (!s.watch || s.mode.is !== 'live') return cancel(work, 'machine');
  if (s.now >= s.watch.until || s.farewell) {
    s.watch = null;
    return cancel(work, 'machine');
  }
  if (s.watch.onlyBeep) return;
  if (s.user.is === 'speaking') arm(work, 'machine', s.user.since + ANSWERED_BY.machineStretchMs * 1000);
  else cancel(work, 'machine');
  const verdict = verdictOf(s);
  if (verdict === 'voicemail') return reachVoicemail(work, 'its words');
  if (verdict === 'ivr') return reachMenu(work);
  if (verdict === 'human' || isPaused(s)) askModel(work);
  if (verdict === 'human') {
    note(work, 'info', 'a person answered');
    s.watch = { ...s.watch, until: Math.min(s.watch.until, s.now + LATE_BEEP_MS * 1000), onlyBeep: true };
    cancel(work, 'machine');
  }
}

function isPaused(s: VoiceState): boolean {
  return s.user.is === 'pause' && s.user.dueAt !== null && hasWords(s.turn);
}

/** Words alone name no machine. The conversation waits for no answer. */
function askModel(work: Work): void {
  const { s } = work;
  if (!s.watch || s.watch.asked || !s.settings.answer?.asksModel) return;
  s.watch = { ...s.watch, asked: true };
  act(work, { do: 'judgeAnswer', text: turnText(s.turn) });
}

export function onJudged(work: Work, event: EventOf<'judged'>): void {
  const { s } = work;
  if (s.mode.is !== 'live' || !s.watch || event.at >= s.watch.until) return ignore(work, 'judged');
  if (event.as === 'voicemail') reachVoicemail(work, 'its detection_prompt');
  else if (event.as === 'ivr') reachMenu(work);
}

function verdictOf(s: VoiceState): ReturnType<typeof answeredBy> {
  if (!s.turn) return null;
  const stretchMs = s.user.is === 'speaking' ? ms(s.user.since, s.now) : 0;
  const paused = s.user.is === 'pause' && s.user.dueAt !== null;
  return answeredBy({ text: turnText(s.turn), speechMs: s.turn.speechMs + stretchMs, stretchMs, paused });
}

/** The media host heard the beep: nothing else says that so surely, whatever was thought before. */
export function onBeep(work: Work, event: EventOf<'beep'>): void {
  const { s } = work;
  if (s.mode.is === 'atVoicemail') return endGreeting(work);
  if (s.mode.is !== 'live' || !s.watch || event.at >= s.watch.until) return ignore(work, 'beep');
  reachVoicemail(work, 'its beep');
  if (work.s.mode.is === 'atVoicemail') endGreeting(work);
}

function reachMenu(work: Work): void {
  const { s } = work;
  if (s.settings.answer?.endsAtMenu) return end(work, 'ivr_reached', 'a voice menu answered');
  if (!s.watch || s.watch.sawMenu) return;
  s.watch = { ...s.watch, sawMenu: true };
  note(work, 'info', 'a voice menu answered');
}

function reachVoicemail(work: Work, by: string): void {
  const { s } = work;
  const action = s.settings.answer?.voicemail ?? null;
  s.watch = null;
  cancel(work, 'machine');
  if (!action) return;
  note(work, 'info', 'a voicemail answered', { by });
  if (action.do === 'end') return end(work, action.reason, 'a voicemail answered');
  interrupt(work);
  cancel(work, 'begin', 'userFirst', 'draft', 'vote', 'endTurn', 'grace', 'reminder', 'silenceEnd', 'keys', 'tail');
  s.farewell = null;
  s.mode = { is: 'atVoicemail', since: s.now, message: null, over: false, beep: saysBeep(turnText(s.turn)) };
  s.reflexMs = null;
  act(work, { do: 'reflex', pauseAfterSpeechMs: null });
  act(work, { do: 'composeMessage' });
  armIn(work, 'greeting', GREETING_MS);
  if (s.user.is !== 'speaking') awaitSilence(work, s.user.is === 'pause' ? s.user.edge : s.now);
}

/** Of the greeting. */
export function onGreetingSpeech(work: Work, event: EventOf<'speech'>): void {
  const { s } = work;
  if (s.mode.is !== 'atVoicemail' || s.mode.over) return;
  emit(work, { is: 'speaking', who: 'user', on: event.on });
  if (!event.on) return awaitSilence(work, event.edge);
  s.user = { is: 'speaking', since: event.edge };
  arm(work, 'greeting', s.mode.since + GREETING_MS * 1000);
}

/** Words of the greeting that came after it was known for one. */
export function onGreetingWords(work: Work, text: string): void {
  const { s } = work;
  if (s.mode.is === 'atVoicemail' && !s.mode.beep && saysBeep(text)) s.mode = { ...s.mode, beep: true };
}

function awaitSilence(work: Work, edge: number): void {
  const { s } = work;
  if (s.mode.is !== 'atVoicemail') return;
  s.user = { is: 'silent' };
  arm(work, 'greeting', Math.max(s.now, edge + (s.mode.beep ? BEEP_WAIT_MS : GREETING_PAUSE_MS) * 1000));
}

/** Its time has come: the silence was long enough, the beep was heard, or nobody greets for so long. */
export function endGreeting(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'atVoicemail' || s.mode.over) return;
  cancel(work, 'greeting');
  s.mode = { ...s.mode, over: true };
  armIn(work, 'message', MESSAGE_MS);
  // Before what is said to it.
  if (hasWords(s.turn)) sayForUser(work);
  closeTurn(work);
  leaveMessage(work);
}

export function onMessage(work: Work, event: EventOf<'message'>): void {
  const { s } = work;
  if (s.mode.is !== 'atVoicemail' || s.mode.message !== null) return ignore(work, 'message');
  s.mode = { ...s.mode, message: event.text ?? '' };
  leaveMessage(work);
}

/** It was long enough. */
export function cutMessage(work: Work): void {
  end(work, 'voicemail_reached', `a message may take ${MESSAGE_MS / 1000} s`);
}

/** Once: nobody listens who could interrupt it. */
function leaveMessage(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'atVoicemail' || !s.mode.over || s.mode.message === null) return;
  if (s.mode.message.trim() === '') return end(work, 'voicemail_reached', 'there was nothing to say to the voicemail');
  s.farewell = { reason: 'voicemail_reached', detail: 'a message was left', firm: true };
  sayWhole(work, 'goodbye', s.mode.message, { open: true });
}
