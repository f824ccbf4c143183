// Runs of the engine: asked for, thrown away.

import { clearSpeech, completeSpeech } from './speaking.ts';
import { cancel } from './timers.ts';
import type { Run, Timing } from './state.ts';
import { act, runOf, type Work } from './work.ts';

export interface Question {
  draft: boolean;
  forText: string | null;
  retries?: number;
}

/** Starts a run. Whatever the agent is still saying is told to the engine as said. */
export function think(work: Work, kind: Run['kind'], question: Question): void {
  const { s } = work;
  const gen = ++s.ids.gen;
  s.owesAfterSpeech = false;
  cancel(work, 'rest');
  const timing: Timing = {
    thinkAt: s.now,
    firstTextAt: null,
    firstClauseAt: null,
    soundAt: null,
  };
  const run: Run = {
    gen,
    kind,
    terms: null,
    forText: question.forText,
    utt: null,
    rest: '',
    held: [],
    clauses: 0,
    tools: [],
    moves: [],
    lookedUp: [],
    acted: false,
    done: null,
    retries: question.retries ?? 0,
    timing,
  };
  s.engine = { is: question.draft ? 'draft' : 'answer', run };
  const unheard = s.speeches.filter((speech) => speech.phase !== 'clearing').map((speech) => speech.text.trim());
  act(work, { do: 'think', gen, kind, draft: question.draft, user: question.forText, unheard });
  if (!question.draft) act(work, { do: 'live', fact: { is: 'thinking', gen } });
}

/** Rule 6: the caller goes on. */
export function dropDraft(work: Work): void {
  if (work.s.engine.is === 'draft' && work.s.engine.run.kind !== 'begin') dropRun(work);
}

/** Throws the current run away, and what of it was not heard. */
export function dropRun(work: Work): void {
  const { s } = work;
  const run = runOf(s);
  if (!run) return;
  s.engine = { is: 'idle' };
  act(work, { do: 'drop', gen: run.gen });
  for (const speech of s.speeches.filter((each) => each.gen === run.gen && each.utt === run.utt)) {
    if (speech.phase === 'queued') clearSpeech(work, speech);
    else completeSpeech(work, speech.utt);
  }
}
