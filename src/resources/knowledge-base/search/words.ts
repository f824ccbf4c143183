// What counts as a word when a passage is compared with a question letter by letter.

/** Words of a text as 32-bit numbers, in order. Case and accents do not count. Scripts without spaces give pairs of letters. */
export function wordsOf(text: string): number[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words: number[] = [];
  for (const [word] of plain.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!SPACELESS.test(word)) words.push(hashOf(word));
    else for (let i = 0; i + 1 < word.length || i === 0; i++) words.push(hashOf(word.slice(i, i + 2)));
  }
  return words;
}

const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** FNV-1a. Two words in a million share a number, which costs nothing but a little of the bonus. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
