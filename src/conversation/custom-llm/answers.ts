// The answers of a custom LLM program: which one is wanted now, and which frames belong to it. Only the newest id counts.

import { openAnswer, type OpenAnswer } from './open-answer.ts';
import type { RespondRequest } from '../engine.ts';
import type { SpokenFrame } from './frames.ts';
import type { Question } from './questions.ts';

export interface Answers {
  /** Of the last question; 0 before the first: what the program says then opens the conversation. */
  readonly responseId: number;
  /** What the current answer answers; null for the opening. */
  question: Question | null;
  readonly current: OpenAnswer | null;
  /** What is waited for from now on; null when nothing will come. */
  begin(kind: RespondRequest['kind']): OpenAnswer | null;
  /** Says what is wrong with the frame, if that is worth a line in the log: those of older ids are simply late. */
  take(spoken: SpokenFrame): string | null;
  /** True when something new wants to be said. */
  interject(spoken: SpokenFrame): boolean;
  /** The connection was lost, for a while or for good. */
  cut(error: Error | null): void;
  /** What came so far is all. */
  finish(): void;
  /** The program hung up: what came so far is all, and the last. */
  hangUp(): void;
}

/** `resumedFrom`: the last id of a conversation that goes on; its opening is over. */
export function createAnswers(resumedFrom: number | null): Answers {
  let responseId = resumedFrom ?? 0;
  let question: Question | null = null;
  let current: OpenAnswer | null = resumedFrom === null ? newAnswer(0) : null;
  let isOpeningTaken = resumedFrom !== null;
  let interjection: { id: number; answer: OpenAnswer } | null = null;
  let interjections = 0;

  function newAnswer(id: number): OpenAnswer {
    return openAnswer({ response_id: id }, `custom_llm_${id}`);
  }

  function opening(): OpenAnswer | null {
    if (responseId > 0) return null;
    // One that was cut may come again.
    if (isOpeningTaken && current?.wasCut) current = newAnswer(0);
    else if (isOpeningTaken) return null;
    isOpeningTaken = true;
    return current;
  }

  function next(): OpenAnswer {
    current?.finish({ cut: true });
    isOpeningTaken = true;
    responseId += 1;
    current = newAnswer(responseId);
    return current;
  }

  return {
    get responseId() {
      return responseId;
    },
    get question() {
      return question;
    },
    set question(asked) {
      question = asked;
    },
    get current() {
      return current;
    },
    begin(kind) {
      switch (kind) {
        case 'begin':
          return opening();
        case 'answer':
        case 'reminder':
          return next();
        case 'interjection':
          return interjection?.answer ?? null;
        default:
          return kind satisfies never;
      }
    },
    take(spoken) {
      if (spoken.id > responseId) return 'response_id is ahead of all questions';
      if (spoken.id < responseId || !current || current.events.closed) return null;
      return current.take(spoken) ? 'the answer is too long, its rest is left out' : null;
    },
    interject(spoken) {
      if (interjection?.id === spoken.id) {
        if (!interjection.answer.events.closed) interjection.answer.take(spoken);
        return false;
      }
      interjection?.answer.finish({ cut: true });
      interjections += 1;
      const id = `custom_llm_${responseId}_interrupt_${interjections}`;
      interjection = { id: spoken.id, answer: openAnswer({ interrupt_id: spoken.id }, id) };
      interjection.answer.take(spoken);
      return true;
    },
    cut(error) {
      interjection?.answer.finish({ cut: true });
      if (error) current?.fail(error);
    },
    finish() {
      interjection?.answer.finish({ cut: true });
      current?.finish({ cut: true });
    },
    hangUp() {
      const end = { id: responseId, content: '', complete: true, protected: false, act: { is: 'end_call' } } as const;
      if (current && !current.events.closed) current.take(end);
    },
  };
}
