// How long the silence after the caller's words must last before the turn is his no longer. Waits are counted in media time from
// the last sample of speech.

import { phraseOf, type Phrase } from './phrase.ts';

export interface TurnEndOptions {
  /** Waits by what the text says, ms, at full responsiveness. */
  finishedMs: number;
  plainMs: number;
  unfinishedMs: number;
  /** `accurate` hearing waits this much longer. */
  accurateExtraMs: number;
  /** The least responsive agent waits this many times as long. */
  slowest: number;
  minMs: number;
  maxMs: number;
  /** When a draft of the answer starts, and when sound is asked for its opinion. */
  draftMs: number;
  voteMs: number;
  /** A vote for "goes on" after so little speech is weak: Smart Turn says so of every very short cut. */
  shortSpeechMs: number;
  shortSpeechWaitMs: number;
  /** After the wait: how long a final transcript may still take before the words known so far count. */
  finalGraceMs: number;
  /** The same for words that may still change, and for accurate hearing. */
  unstableFinalGraceMs: number;
  /** Speech without any words: how long the recogniser is waited for. */
  noWordsMs: number;
}

export const TURN_END: TurnEndOptions = {
  finishedMs: 250,
  plainMs: 700,
  unfinishedMs: 1300,
  accurateExtraMs: 200,
  slowest: 2.5,
  minMs: 200,
  maxMs: 2000,
  draftMs: 100,
  voteMs: 200,
  shortSpeechMs: 800,
  shortSpeechWaitMs: 900,
  finalGraceMs: 300,
  unstableFinalGraceMs: 1500,
  noWordsMs: 3000,
};

export interface PauseFacts {
  text: string;
  /** Base language, `en`. */
  language: string;
  /** Speech in this turn up to the pause, ms. */
  speechMs: number;
  /** Smart Turn's probability that the speaker has finished; null = not asked or no answer. */
  vote: number | null;
  voteThreshold: number;
  responsiveness: number;
  accurate: boolean;
}

/** The wait from the end of speech to the end of the turn, ms. */
export function turnEndMs(pause: PauseFacts, options: TurnEndOptions = TURN_END): number {
  const phrase = phraseOf(pause.text, pause.language);
  const base = pause.vote !== null && isUndecided(phrase) ? votedMs(pause, options) : phraseMs(phrase, options);
  const scaled =
    base * (1 + (1 - pause.responsiveness) * (options.slowest - 1)) + (pause.accurate ? options.accurateExtraMs : 0);
  return Math.round(Math.min(options.maxMs, Math.max(options.minMs, scaled)));
}

/** Is a vote worth its price? Only when the text alone does not tell. */
export function wantsVote(text: string, language: string): boolean {
  return isUndecided(phraseOf(text, language));
}

function isUndecided(phrase: Phrase): boolean {
  return phrase === 'plain' || phrase === 'empty';
}

function phraseMs(phrase: Phrase, options: TurnEndOptions): number {
  switch (phrase) {
    case 'finished':
      return options.finishedMs;
    case 'unfinished':
      return options.unfinishedMs;
    case 'plain':
    case 'empty':
      return options.plainMs;
    default:
      return phrase satisfies never;
  }
}

function votedMs(pause: PauseFacts, options: TurnEndOptions): number {
  if ((pause.vote as number) >= pause.voteThreshold) return options.minMs;
  return pause.speechMs < options.shortSpeechMs ? options.shortSpeechWaitMs : options.maxMs;
}
