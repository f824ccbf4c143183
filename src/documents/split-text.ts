// A text that is too long, in parts that are not: between sentences, else between words, else between characters.

/** Ends of sentences in scripts of west and east. */
const SENTENCE_END = /[.!?…]["'”’)\]]*\s+|[。！？｡]\s*|\n+/g;

/** Parts of at most `maxCharacters`, in order, without blanks at their ends; none for a blank text. */
export function splitText(text: string, maxCharacters: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > maxCharacters) {
    const at = cutOf(rest.slice(0, maxCharacters + 1), maxCharacters);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

function cutOf(start: string, maxCharacters: number): number {
  let cut = 0;
  for (const match of start.matchAll(SENTENCE_END)) {
    // Blanks behind the sentence need no room.
    if (match.index + match[0].trimEnd().length <= maxCharacters) cut = match.index + match[0].length;
  }
  // A first sentence that is short would leave most of the part empty.
  if (cut >= maxCharacters / 3) return Math.min(cut, start.length);
  const blank = start.search(/\s\S*$/);
  if (blank > maxCharacters / 3) return blank;
  // Not between the halves of one character.
  const isHalf = /[\ud800-\udbff]/.test(start[maxCharacters - 1] ?? '');
  return isHalf ? maxCharacters - 1 : maxCharacters;
}
