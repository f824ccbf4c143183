// What answered a call: a person, a voicemail, a menu. By words first, by how long the greeting is where the words say nothing.

import { machineOf } from './words.ts';

export type AnsweredBy = 'human' | 'voicemail' | 'ivr';

export interface Greeting {
  /** Words so far, final or not. */
  text: string;
  /** Speech so far, without pauses, ms. */
  speechMs: number;
  /** Its longest stretch without a pause, ms. */
  stretchMs: number;
  /** It stopped, long enough for an answer. */
  paused: boolean;
}

export const ANSWERED_BY = {
  /** Nobody says hello for so long without a breath; a recorded greeting does. */
  machineStretchMs: 7000,
  /** People who answer a telephone say no more than this before they wait. */
  humanSpeechMs: 5000,
  humanWords: 14,
};

/** Null: not to be told yet. */
export function answeredBy({ text, speechMs, stretchMs, paused }: Greeting): AnsweredBy | null {
  const machine = machineOf(text);
  if (machine) return machine;
  if (stretchMs >= ANSWERED_BY.machineStretchMs) return 'voicemail';
  if (!paused || text.trim() === '') return null;
  const words = text.trim().split(/\s+/).length;
  // A long greeting without such words, and then a wait for us, is a company's: somebody who reads it is a person.
  return speechMs <= ANSWERED_BY.humanSpeechMs || words <= ANSWERED_BY.humanWords || /\?\s*$/.test(text)
    ? 'human'
    : null;
}
