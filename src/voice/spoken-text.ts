// Comparing what was said, whatever a recogniser made of case and punctuation.

/** Lower case, no punctuation, single blanks: equal for two spellings of the same words. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
}

/** Are these the same words? */
export function sameWords(one: string, other: string): boolean {
  return plainWords(one).join(' ') === plainWords(other).join(' ');
}

/** Drops the first `count` words of a text, in the sense of `plainWords`. */
export function withoutFirstWords(text: string, count: number): string {
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  let left = count;
  while (tokens.length > 0 && left > 0) left -= plainWords(tokens.shift() as string).length;
  return tokens.join(' ');
}
