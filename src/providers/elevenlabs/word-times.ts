// Times of characters become times of words; a word may be spread over several messages.

import type { WordTime } from '../../interfaces/audio.ts';
import type { Alignment } from './wire.ts';

export interface WordTimes {
  /** Adds the characters of one message whose sound begins at `offset` seconds; gives the words that are complete. */
  add(alignment: Alignment, offset: number): WordTime[];
  /** The last word, if one is open. */
  end(): WordTime[];
}

/** Makes the collector for one speech. */
export function createWordTimes(): WordTimes {
  let open: WordTime | null = null;

  function take(): WordTime[] {
    const done = open ? [open] : [];
    open = null;
    return done;
  }

  return {
    add(alignment, offset) {
      const words: WordTime[] = [];
      const durationsMs = alignment.charDurationsMs ?? alignment.charsDurationsMs ?? [];
      for (const [index, char] of alignment.chars.entries()) {
        if (char.trim() === '') {
          words.push(...take());
          continue;
        }
        const start = offset + (alignment.charStartTimesMs[index] ?? 0) / 1000;
        const end = start + (durationsMs[index] ?? 0) / 1000;
        open = open ? { word: open.word + char, start: open.start, end } : { word: char, start, end };
      }
      return words;
    },
    end: take,
  };
}
