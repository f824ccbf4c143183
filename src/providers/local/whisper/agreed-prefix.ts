// What two answers about the same, growing sound have in common: those words are unlikely to change.

/** Tokens of the common beginning, without the last two: the end of a text is where more sound changes it. */
export function agreedPrefix(earlier: readonly number[], later: readonly number[]): number[] {
  let same = 0;
  while (same < earlier.length && same < later.length && earlier[same] === later[same]) same++;
  return later.slice(0, Math.max(0, same - 2));
}
