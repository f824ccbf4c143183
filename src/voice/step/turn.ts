// The caller's open turn: its words, how far they are certain, how it is given up.

import { isTurn } from '../turn-start/turn-start.ts';
import { plainWords } from '../spoken-text.ts';
import { dropDraft } from './engine.ts';
import { cancel } from './timers.ts';
import type { Turn, VoiceState } from './state.ts';
import type { Work } from './work.ts';

/** A final may end this much before the voice activity did and still be all there was. */
const COVER_SLACK_US = 200_000;

export function newTurn(startedAt: number, coveredUntil: number): Turn {
  return {
    startedAt,
    speechMs: 0,
    text: '',
    words: [],
    partial: null,
    coveredUntil,
    heardAt: null,
    drafts: 0,
    overAgent: false,
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
  return turn.coveredUntil >= user.edge - COVER_SLACK_US;
}

/** Closes the turn without a transcript item: a cough, a backchannel. A final that still comes for it is old. */
export function forgetTurn(work: Work): void {
  const { s } = work;
  if (s.turn) rememberUnfinal(work);
  closeTurn(work);
}

/** The turn is over, one way or the other; a pause's timers with it. */
export function closeTurn(work: Work): void {
  const { s } = work;
  dropDraft(work);
  cancel(work, 'draft', 'vote', 'endTurn', 'grace');
  s.turn = null;
  s.user = { is: 'silent' };
}

/** Notes the words that were taken before their final: it will bring them again. */
export function rememberUnfinal(work: Work): void {
  const { s } = work;
  const words = plainWords(s.turn?.partial?.text ?? '').length;
  const before = s.user.is === 'pause' ? s.user.edge : s.now;
  s.carry = words > 0 ? { words, before } : null;
}
