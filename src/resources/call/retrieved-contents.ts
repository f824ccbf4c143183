// What a call's answers were given to read from knowledge bases: the file behind `knowledge_base_retrieved_contents_url`.

import type { CallEvent, RetrievedContent } from '../../interfaces/call-event.ts';

/** Of one answer. */
export interface AnswerContents {
  /** As in the transcript's metadata. */
  response_id: number;
  /** Seconds of the call. */
  time_sec: number;
  /** Best first. */
  contents: RetrievedContent[];
}

/** In order; empty when nothing was found in the whole call. */
export function retrievedContents(events: Iterable<CallEvent>): AnswerContents[] {
  const answers: AnswerContents[] = [];
  for (const event of events) {
    if (event.is !== 'knowledge') continue;
    answers.push({ response_id: event.gen, time_sec: Math.round(event.at / 1e3) / 1e3, contents: event.contents });
  }
  return answers;
}
