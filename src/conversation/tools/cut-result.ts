// What a model gets to see of a tool's answer. The length is the contract's.

const MAX_CHARACTERS = 15_000;

export function cutResult(text: string): string {
  return text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
}
