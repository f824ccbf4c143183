// When does sound from the caller count as a turn? Voice activity opens one; only words make it real: a cough has none.

import { plainWords } from '../spoken-text.ts';

export interface TurnStartOptions {
  /** Fewest words that make a turn. */
  minWords: number;
}

export const TURN_START: TurnStartOptions = { minWords: 1 };

export function isTurn(text: string, options: TurnStartOptions = TURN_START): boolean {
  return plainWords(text).length >= options.minWords;
}
