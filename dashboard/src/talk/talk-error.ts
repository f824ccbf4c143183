// Why a call could not start, in words for the person.

import type { TalkProblem } from './talk-state.ts';

export class TalkError extends Error {
  readonly problem: TalkProblem;

  constructor(problem: TalkProblem) {
    super(problem.title);
    this.name = 'TalkError';
    this.problem = problem;
  }
}

export function problemOf(error: unknown): TalkProblem {
  if (error instanceof TalkError) return error.problem;
  return { title: 'The call could not be started', text: error instanceof Error ? error.message : String(error) };
}
