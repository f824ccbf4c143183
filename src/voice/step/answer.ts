// From the caller's words to the agent's answer: drafted early, committed when the turn is over.

import { sameWords } from '../spoken-text.ts';
import { commitRun, dropDraft, dropRun, think } from './engine.ts';
import { cancelUnspoken } from './floor.ts';
import { cancelOpening } from './opening.ts';
import { closeTurn, isCovered, rememberUnfinal, turnText } from './turn.ts';
import { spreadWords } from '../words.ts';
import type { Turn } from './state.ts';
import { act, agentIsQuiet, emit, runOf, type Work } from './work.ts';

/** A caller who pauses often must not cost a model call each time. */
const MAX_DRAFTS_PER_TURN = 4;

/** Rule 5: asks for an answer that may be thrown away. */
export function draftAnswer(work: Work, turn: Turn, text: string): void {
  const { s } = work;
  if (s.engine.is === 'answer' || !agentIsQuiet(s) || s.farewell || s.leg !== 'ok') return;
  const draft = runOf(s);
  if (draft?.kind === 'begin') return;
  if (draft && sameWords(draft.forText ?? '', text)) return;
  if (turn.drafts >= MAX_DRAFTS_PER_TURN) return;
  dropDraft(work);
  turn.drafts += 1;
  think(work, 'answer', { draft: true, forText: text, edge: null, heardAt: null });
}

/** Rule 7: the caller's turn is over; the draft becomes the answer if it answers these very words. */
export function commitTurn(work: Work): void {
  const { s } = work;
  const turn = s.turn as Turn;
  const text = turnText(turn);
  const edge = s.user.is === 'pause' ? s.user.edge : s.now;
  sayForUser(work);
  cancelUnspoken(work);
  cancelOpening(work);
  s.owes = false;
  s.silence = { since: null, reminders: 0 };
  const draft = s.engine.is === 'draft' ? s.engine.run : null;
  const usable = draft?.kind === 'answer' && sameWords(draft.forText ?? '', text);
  if (draft && !usable) dropRun(work);
  // closeTurn drops drafts: a usable one is committed first.
  if (usable && !s.farewell) commitRun(work, { edge, heardAt: turn.heardAt });
  closeTurn(work);
  if (!usable && !s.farewell) think(work, 'answer', { draft: false, forText: null, edge, heardAt: turn.heardAt });
}

/** The caller's words become a transcript item. */
export function sayForUser(work: Work): void {
  const { s } = work;
  const turn = s.turn as Turn;
  if (isCovered(s)) s.carry = null;
  else rememberUnfinal(work);
  emit(work, { is: 'user_said', text: turnText(turn), words: wordsOf(turn, s.now) });
  act(work, { do: 'turnTaking', turn: 'agent_turn' });
}

/** Final words have their times; words taken from a partial are spread over the rest of the turn. */
function wordsOf(turn: Turn, now: number): Turn['words'] {
  if (!turn.partial) return turn.words;
  const from = turn.words.at(-1)?.end ?? turn.startedAt / 1e6;
  const rest = spreadWords(turn.partial.text, from, Math.max(from, now / 1e6));
  const known = turn.words.map((word) => ({ ...word, word: `${word.word.trim()} ` }));
  return [...known, ...rest];
}
