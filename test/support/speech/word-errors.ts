// Word error rate: what must be changed in a text, word by word, to get what was really said.

/** Lower case, without punctuation. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Insertions, deletions and substitutions between the two. */
export function wordErrors(said: string, heard: string): number {
  const reference = plainWords(said);
  const words = plainWords(heard);
  let row = Array.from({ length: words.length + 1 }, (_, index) => index);
  reference.forEach((word, i) => {
    const next = [i + 1];
    words.forEach((other, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (word === other ? 0 : 1)));
    });
    row = next;
  });
  return row[words.length] as number;
}

export function wordErrorRate(said: string, heard: string): number {
  return wordErrors(said, heard) / plainWords(said).length;
}
