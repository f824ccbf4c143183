// Names that users gave, on a terminal: they must not move its cursor, nor make lines of their own.

/** Without control characters and marks that turn the direction of writing. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
