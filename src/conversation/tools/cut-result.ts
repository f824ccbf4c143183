// What a model gets to see of a tool's answer. The length is the contract's.

const MAX_CHARACTERS = 15_000;

/** No character is cut in two. */
export function cutResult(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  return text.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}
