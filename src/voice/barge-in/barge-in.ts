// May the caller take the floor while the agent speaks? The media host pauses the agent by itself after a little speech (the reflex);
// here it is decided whether that was an interruption, or a cough or an "uh-huh" after which the agent goes on.

import { plainWords } from '../spoken-text.ts';
import { isBackchannel } from './backchannel.ts';

export interface BargeInOptions {
  /** Speech after which playout pauses, ms: at full sensitivity, and what the least adds. */
  reflexMs: number;
  reflexExtraMs: number;
  /** Speech that interrupts even before its words are known, ms. */
  speechMs: number;
  speechExtraMs: number;
  /** Words that interrupt: at full sensitivity, and what the least adds. */
  words: number;
  extraWords: number;
  /** After the caller fell silent: how long words are waited for before the agent goes on, ms. */
  resumeMs: number;
  /** After a pause of the agent longer than this, ms, the word it was in is said again: half a word means nothing any more. */
  sayAgainMs: number;
}

export const BARGE_IN: BargeInOptions = {
  reflexMs: 160,
  reflexExtraMs: 640,
  speechMs: 600,
  speechExtraMs: 1400,
  words: 1,
  extraWords: 3,
  resumeMs: 600,
  sayAgainMs: 600,
};

export interface Contest {
  text: string;
  /** Base language, `en`. */
  language: string;
  /** Is the caller speaking right now, and since how many ms of speech? */
  speaking: boolean;
  speechMs: number;
  /** Is the text all there is (a final that covers the speech), or silence lasted `resumeMs`? */
  settled: boolean;
  sensitivity: number;
}

export type ContestVerdict = 'interrupt' | 'resume' | 'wait';

/** Who has the floor after the caller made a sound over the agent's speech. */
export function judgeContest(contest: Contest, options: BargeInOptions = BARGE_IN): ContestVerdict {
  if (contest.sensitivity <= 0) return contest.speaking ? 'wait' : 'resume';
  const backchannel = isBackchannel(contest.text, contest.language);
  const words = plainWords(contest.text).length;
  if (!backchannel && words >= neededWords(contest.sensitivity, options)) return 'interrupt';
  if (contest.speaking && !backchannel && contest.speechMs >= confirmMs(contest.sensitivity, options)) {
    return 'interrupt';
  }
  return contest.settled && !contest.speaking ? 'resume' : 'wait';
}

/** Speech that interrupts without known words, ms. */
export function confirmMs(sensitivity: number, options: BargeInOptions = BARGE_IN): number {
  return Math.round(options.speechMs + (1 - sensitivity) * options.speechExtraMs);
}

/** What the media host is told: pause after so much speech; null = never. */
export function reflexMs(sensitivity: number, options: BargeInOptions = BARGE_IN): number | null {
  return sensitivity <= 0 ? null : Math.round(options.reflexMs + (1 - sensitivity) * options.reflexExtraMs);
}

/** Does the agent, after a pause of so many ms, go on with the word it was in? */
export function saysAgain(pausedMs: number, options: BargeInOptions = BARGE_IN): boolean {
  return pausedMs > options.sayAgainMs;
}

function neededWords(sensitivity: number, options: BargeInOptions): number {
  return options.words + Math.round((1 - sensitivity) * options.extraWords);
}
