// From the caller's words to the agent's answer: drafted early, committed when the turn is over.

import { sameWords } from '../spoken-text.ts';
import { commitRun } from './engine.ts';
import { dropDraft, dropRun, think } from './run.ts';
import { cancelUnspoken } from './floor.ts';
import { cancelOpening } from './opening.ts';
import { recordKeys, sayForUser, turnText } from './turn.ts';
import { closeTurn } from './turn-over.ts';
import type { Turn } from './state.ts';
import { agentIsQuiet, runOf, type Work } from './work.ts';

/** A caller who pauses often must not cost a model call each time. */
const MAX_DRAFTS_PER_TURN = 4;

/** Rule 5: asks for an answer that may be thrown away. */
export function draftAnswer(work: Work, turn: Turn, text: string): void {
  const { s } = work;
  if (s.settings.remoteMind || s.engine.is === 'answer' || !agentIsQuiet(s) || s.farewell || s.leg !== 'ok') return;
  const draft = runOf(s);
  if (draft?.kind === 'begin' || s.pressed.length > 0) return;
  if (draft && sameWords(draft.forText ?? '', text)) return;
  if (!turn.mayDraft || turn.drafts >= MAX_DRAFTS_PER_TURN) return;
  dropDraft(work);
  turn.drafts += 1;
  think(work, 'answer', { draft: true, forText: text });
}

/** Rule 7: the caller's turn is over; the draft becomes the answer if it answers these very words. One that was left open is done with. */
export function commitTurn(work: Work): void {
  const { s } = work;
  const turn = s.turn as Turn;
  const text = turnText(turn);
  const edge = s.user.is === 'pause' ? s.user.edge : s.now;
  s.unanswered = turn.wasHeld ? null : { edge, heardAt: turn.heardAt };
  sayForUser(work);
  recordKeys(work);
  cancelUnspoken(work);
  cancelOpening(work);
  s.owes = false;
  s.silence = { since: null, reminders: 0 };
  if (s.engine.is === 'answer') dropRun(work);
  const draft = s.engine.is === 'draft' ? s.engine.run : null;
  const usable = draft?.kind === 'answer' && sameWords(draft.forText ?? '', text);
  if (draft && !usable) dropRun(work);
  // closeTurn drops drafts: a usable one is committed first.
  if (usable && !s.farewell) commitRun(work);
  closeTurn(work);
  if (!usable && !s.farewell) think(work, 'answer', { draft: false, forText: null });
}
