// The caller's open turn: its words, how far they are certain, how they become a transcript item.

import { isTurn } from '../turn-start/turn-start.ts';
import { plainWords } from '../spoken-text.ts';
import { spreadWords } from '../words.ts';
import type { Turn, VoiceState } from './state.ts';
import { act, emit, type Work } from './work.ts';

/** A final may end this much before the voice activity did and still be all there was. */
const COVER_SLACK_US = 200_000;

export function newTurn(startedAt: number): Turn {
  return {
    startedAt,
    speechMs: 0,
    text: '',
    words: [],
    partial: null,
    coveredUntil: null,
    heardAt: null,
    drafts: 0,
    mayDraft: true,
    overAgent: false,
    wasHeld: false,
  };
}

/** All words known so far, certain or not. */
export function turnText(turn: Turn | null): string {
  if (!turn) return '';
  return [turn.text, turn.partial?.text ?? ''].filter((part) => part !== '').join(' ');
}

export function hasWords(turn: Turn | null): boolean {
  return isTurn(turnText(turn));
}

/** Is all sound of the current pause known as final words? */
export function isCovered(state: VoiceState): boolean {
  const { user, turn } = state;
  if (user.is !== 'pause' || !turn || (turn.partial && turn.partial.text !== '')) return false;
  return turn.coveredUntil !== null && turn.coveredUntil >= user.edge - COVER_SLACK_US;
}

/** Notes the words that were taken before their final: it will bring them again, with those of earlier turns that it still owes. */
export function rememberUnfinal(work: Work): void {
  const { s } = work;
  const words = plainWords(s.turn?.partial?.text ?? '').length;
  const before = s.user.is === 'pause' ? s.user.edge : s.now;
  if (words > 0) s.carry = { words: words + (s.carry?.words ?? 0), before };
}

/** The caller's words become a transcript item. */
export function sayForUser(work: Work): void {
  const { s } = work;
  const turn = s.turn as Turn;
  s.unasked = 0;
  if (isCovered(s)) s.carry = null;
  else rememberUnfinal(work);
  emit(work, { is: 'user_said', text: turnText(turn), words: wordsOf(turn, s.now) });
  act(work, { do: 'turnTaking', turn: 'agent_turn' });
}

/** Inputs by keys become transcript items: when their turn has come, so that they stand behind what the agent was saying. */
export function recordKeys(work: Work): void {
  for (const digit of work.s.pressed.splice(0)) emit(work, { is: 'dtmf', digit });
}

/** Final words have their times; words taken from a partial are spread over the rest of the turn. */
function wordsOf(turn: Turn, now: number): Turn['words'] {
  if (!turn.partial) return turn.words;
  const from = turn.words.at(-1)?.end ?? turn.startedAt / 1e6;
  const rest = spreadWords(turn.partial.text, from, Math.max(from, now / 1e6));
  const known = turn.words.map((word) => ({ ...word, word: `${word.word.trim()} ` }));
  return [...known, ...rest];
}
