// The caller speaks, pauses, goes on: from voice activity and words to the end of his turn (rules 4-7).

import { BARGE_IN } from '../barge-in/barge-in.ts';
import { isBackchannel } from '../barge-in/backchannel.ts';
import { baseLanguage } from '../settings.ts';
import { withoutFirstWords } from '../spoken-text.ts';
import { phraseOf } from '../turn-end/phrase.ts';
import { TURN_END, turnEndMs, wantsVote } from '../turn-end/turn-end.ts';
import { commitTurn, draftAnswer } from './answer.ts';
import { dropDraft } from './run.ts';
import type { EventOf } from './event.ts';
import { awaitWords, contest, judge } from './floor.ts';
import { isTalk, writeTurnDown } from './supervised.ts';
import { hasWords, isCovered, newTurn, turnText } from './turn.ts';
import { closeTurn, forgetTurn } from './turn-over.ts';
import { arm, cancel } from './timers.ts';
import type { Turn } from './state.ts';
import { act, agentIsQuiet, emit, givesWay, ignore, ms, note, sensitivityOf, type Work } from './work.ts';

/** What a caller said in whose speech no words were recognised; as in Retell. */
const UNINTELLIGIBLE = '(unintelligible audio)';

export function onSpeech(work: Work, event: EventOf<'speech'>): void {
  if (event.on) speechBegan(work, event);
  else speechEnded(work, event);
}

function speechBegan(work: Work, event: EventOf<'speech'>): void {
  const { s } = work;
  if (s.user.is === 'speaking') return ignore(work, 'speech');
  if (s.user.is === 'pause') dropDraft(work);
  s.turn ??= newTurn(event.edge);
  s.turn.coveredUntil = null;
  s.user = { is: 'speaking', since: event.edge };
  cancel(work, 'draft', 'vote', 'endTurn', 'grace', 'resume');
  emit(work, { is: 'speaking', who: 'user', on: true });
  contest(work);
}

function speechEnded(work: Work, event: EventOf<'speech'>): void {
  const { s } = work;
  if (s.user.is !== 'speaking' || !s.turn) return ignore(work, 'speech');
  s.turn.speechMs += ms(s.user.since, event.edge);
  emit(work, { is: 'speaking', who: 'user', on: false });
  beginPause(work, event.edge);
  awaitWords(work);
}

/** Rule 4. All deadlines count from the last sample of speech, however late we learn of it. */
function beginPause(work: Work, edge: number): void {
  const { s } = work;
  s.user = { is: 'pause', id: ++s.ids.pause, edge, vote: null, asked: false, dueAt: null, graceOver: false };
  arm(work, 'draft', edge + TURN_END.draftMs * 1000);
  arm(work, 'vote', edge + TURN_END.voteMs * 1000);
  updateTurnEnd(work);
}

/** Moves the end of the turn to where text and vote say. */
function updateTurnEnd(work: Work): void {
  const { s } = work;
  if (s.user.is !== 'pause' || !s.turn || s.user.dueAt !== null) return;
  const { settings } = s;
  const waitMs = turnEndMs({
    text: turnText(s.turn),
    language: baseLanguage(settings.language),
    speechMs: s.turn.speechMs,
    vote: s.user.vote,
    voteThreshold: settings.turnVoteThreshold,
    responsiveness: settings.responsiveness,
    accurate: settings.sttMode === 'accurate',
  });
  arm(work, 'endTurn', s.user.edge + waitMs * 1000);
}

export function onVoteTimer(work: Work): void {
  const { s } = work;
  if (s.user.is !== 'pause' || s.user.asked || !s.turn) return;
  if (!wantsVote(turnText(s.turn), baseLanguage(s.settings.language))) return;
  s.user.asked = true;
  act(work, { do: 'vote', pause: s.user.id, from: s.turn.startedAt });
}

export function onVote(work: Work, event: EventOf<'vote'>): void {
  const { s } = work;
  if (s.user.is !== 'pause' || s.user.id !== event.pause || !s.user.asked) return ignore(work, 'vote');
  s.user.vote = event.probability;
  updateTurnEnd(work);
}

export function onPartial(work: Work, event: EventOf<'partial'>): void {
  const { s } = work;
  const text = s.carry ? withoutFirstWords(event.text, s.carry.words) : event.text.trim();
  if (text === '' && !s.turn?.partial) return;
  const turn = openTurn(work);
  if (turn.partial && event.rev < turn.partial.rev) return ignore(work, 'partial');
  turn.partial = text === '' ? null : { rev: event.rev, text, stable: event.stable };
  act(work, { do: 'live', fact: { is: 'partial', text: turnText(turn) } });
  wordsChanged(work);
}

export function onFinal(work: Work, event: EventOf<'final'>): void {
  const { s } = work;
  const fresh = withoutCarried(work, event);
  s.failures.ears = 0;
  if (fresh.text === '' && !s.turn) return ignore(work, 'final');
  const turn = openTurn(work);
  addFinal(turn, fresh, event.until);
  if (fresh.text !== '') act(work, { do: 'live', fact: { is: 'partial', text: turn.text } });
  wordsChanged(work);
  if (isCovered(s) && !hasWords(s.turn) && !tellWordless(work)) forgetTurn(work);
}

/** The call is ending: the words belong to the open turn, and nothing follows from them. */
export function onLastFinal(work: Work, event: EventOf<'final'>): void {
  if (work.s.turn) addFinal(work.s.turn, withoutCarried(work, event), event.until);
  else ignore(work, 'final');
}

function addFinal(turn: Turn, fresh: Pick<Turn, 'text' | 'words'>, until: number): void {
  turn.text = [turn.text, fresh.text].filter((part) => part !== '').join(' ');
  turn.words = joinWords(turn.words, fresh.words);
  turn.partial = null;
  turn.coveredUntil = Math.max(turn.coveredUntil ?? 0, until);
}

/** Takes out of a final what an earlier commit already used. */
function withoutCarried(work: Work, event: EventOf<'final'>): Pick<Turn, 'text' | 'words'> {
  const { carry } = work.s;
  if (!carry) return { text: event.text.trim(), words: event.words };
  work.s.carry = null;
  if (event.words.length === 0) return { text: withoutFirstWords(event.text, carry.words), words: [] };
  const words = event.words.filter((word) => word.start * 1e6 >= carry.before);
  if (words.length === 0) ignore(work, 'final');
  return { text: words.map((word) => word.word.trim()).join(' '), words };
}

/** Words without voice activity (it was too quiet, or they came late) open a turn that is already pausing. */
function openTurn(work: Work): Turn {
  const { s } = work;
  if (s.turn) return s.turn;
  s.turn = newTurn(s.now);
  beginPause(work, s.now);
  contest(work);
  return s.turn;
}

function wordsChanged(work: Work): void {
  const { s } = work;
  if (!s.turn) return;
  if (hasWords(s.turn)) {
    s.turn.heardAt = s.now;
    s.silence = { since: null, reminders: 0 };
    cancel(work, 'userFirst');
  }
  judge(work, false);
  updateTurnEnd(work);
  const stable = s.turn?.partial ? s.turn.partial.stable : true;
  if (stable || !s.timers.draft) maybeDraft(work);
}

/** Rule 5: one draft alive; the same words keep it. */
export function maybeDraft(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'live' || s.user.is !== 'pause' || !s.turn || !hasWords(s.turn) || s.floor.is !== 'free') return;
  const text = turnText(s.turn);
  if (phraseOf(text, baseLanguage(s.settings.language)) === 'unfinished') return;
  draftAnswer(work, s.turn, text);
}

export function onEndTurn(work: Work): void {
  if (work.s.user.is === 'pause') work.s.user.dueAt = work.s.now;
}

export function onGrace(work: Work): void {
  if (work.s.user.is === 'pause') work.s.user.graceOver = true;
}

/** Rule 7: the turn ends when its wait is over, its words are known, no more keys come and the agent is quiet. Asked after every event. */
export function tryEndTurn(work: Work): void {
  const { s } = work;
  if (!isTalk(s) || s.user.is !== 'pause' || s.user.dueAt === null || !s.turn || s.leg !== 'ok') return;
  if (s.timers.keys) return;
  if (!isCovered(s) && !s.user.graceOver) return arm(work, 'grace', s.user.dueAt + graceMs(work) * 1000);
  if (!hasWords(s.turn)) return giveUp(work);
  judge(work, true);
  if (!s.turn) return;
  if (s.mode.is === 'supervised') return writeTurnDown(work);
  if (agentIsQuiet(s) && givesWay(s)) return commitTurn(work);
  // Nothing stops this agent: an "uh-huh" is forgotten, anything else is answered when it is done.
  if (sensitivityOf(s) <= 0 && isBackchannel(turnText(s.turn), baseLanguage(s.settings.language))) {
    forgetTurn(work);
  }
}

/** Words that may still change are worth a longer wait for the final than words that will not. */
function graceMs(work: Work): number {
  const { s } = work;
  if (!s.turn || !hasWords(s.turn)) return TURN_END.noWordsMs;
  const isStable = s.turn.partial === null || s.turn.partial.stable;
  return isStable && s.settings.sttMode === 'fast' ? TURN_END.finalGraceMs : TURN_END.unstableFinalGraceMs;
}

/** The recogniser never said what that was. */
function giveUp(work: Work): void {
  const { s } = work;
  note(work, 'info', 'speech without words', { speech_ms: s.turn?.speechMs ?? 0 });
  judge(work, true);
  if (!s.turn) return;
  if (agentIsQuiet(s) && givesWay(s) && tellWordless(work)) commitTurn(work);
  else closeTurn(work);
}

/** A remote mind hears of speech, longer than a cough, in which no words were recognised. Over the agent it is nothing. */
function tellWordless({ s }: Work): boolean {
  if (!s.settings.remoteMind || s.mode.is !== 'live' || s.floor.is !== 'free' || !s.turn) return false;
  if (s.turn.overAgent || s.turn.speechMs < BARGE_IN.speechMs) return false;
  s.turn.text = UNINTELLIGIBLE;
  return true;
}

/** Each word but the last of an utterance keeps its trailing blank. */
function joinWords(before: Turn['words'], added: Turn['words']): Turn['words'] {
  const all = [...before, ...added];
  return all.map((word, index) => ({ ...word, word: word.word.trim() + (index < all.length - 1 ? ' ' : '') }));
}
