// Which word is being said.

import type { Word } from '../api/index.ts';

/**
 * Index of the word at `seconds`: a word lasts until the next one starts, so that the mark does not flicker in short gaps; the last one until
 * its own end. -1 outside of the utterance.
 */
export function wordAt(words: readonly Word[], seconds: number): number {
  const last = words.at(-1);
  if (!last || seconds < words[0]!.start || seconds > last.end) return -1;
  let index = 0;
  while (index + 1 < words.length && words[index + 1]!.start <= seconds) index++;
  return index;
}
