// Times of words where nobody measured them.

import type { WordTime } from '../interfaces/audio.ts';

/** Spreads the words of a text over a stretch of time by their length, seconds. Each word but the last keeps its trailing blank. */
export function spreadWords(text: string, start: number, end: number): WordTime[] {
  const tokens = tokensOf(text);
  const total = tokens.reduce((sum, token) => sum + token.length + 1, 0);
  let at = start;
  return tokens.map((token, index) => {
    const from = at;
    at += ((token.length + 1) / total) * (end - start);
    return { word: index < tokens.length - 1 ? `${token} ` : token, start: from, end: at };
  });
}

/** The words of a text as a reader sees them, punctuation included. */
export function tokensOf(text: string): string[] {
  return text.split(/\s+/).filter((token) => token !== '');
}

/**
 * Gives the words of `text` the times of `measured`, which may be written otherwise ("twenty five" for "25"): both run over the same
 * sound, so a place in one is the same share of characters in the other.
 */
export function alignWords(text: string, measured: readonly WordTime[]): WordTime[] {
  const tokens = tokensOf(text);
  const first = measured[0];
  const last = measured.at(-1);
  if (!first || !last) return [];
  if (measured.length === tokens.length) {
    return tokens.map((token, index) => {
      const { start, end } = measured[index] as WordTime;
      return { word: index < tokens.length - 1 ? `${token} ` : token, start, end };
    });
  }
  const timeAt = timeline(measured);
  return spreadWords(text, 0, 1).map((word) => ({ word: word.word, start: timeAt(word.start), end: timeAt(word.end) }));
}

/** Time at a share (0..1) of the measured words' characters. */
function timeline(measured: readonly WordTime[]): (share: number) => number {
  const lengths = measured.map((word) => word.word.trim().length + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return (share) => {
    let left = share * total;
    for (const [index, word] of measured.entries()) {
      const length = lengths[index] as number;
      if (left <= length) return word.start + (left / length) * (word.end - word.start);
      left -= length;
    }
    return (measured.at(-1) as WordTime).end;
  };
}
