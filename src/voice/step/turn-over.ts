// The caller's turn is over, with or without a trace.

import { dropDraft } from './run.ts';
import { cancel } from './timers.ts';
import { rememberUnfinal } from './turn.ts';
import type { Work } from './work.ts';

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
