// What JSON can say and our storage cannot keep. Checked once, before anything looks at a body.

/** Objects nested deeper than this are refused; the deepest of the contract is about 12. */
const MAX_DEPTH = 100;

/** Names the first thing in `value` that cannot be stored, or gives null. Does not recurse: `value` may be as deep as its sender likes. */
export function jsonFault(value: unknown): string | null {
  const todo: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next.value === 'string') {
      const fault = textFault(next.value);
      if (fault) return `The body holds ${fault}.`;
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
    for (const [key, child] of Object.entries(next.value)) {
      if (key === '__proto__') return 'The body holds a key named __proto__.';
      const fault = textFault(key);
      if (fault) return `A key in the body holds ${fault}.`;
      todo.push({ value: child, depth: next.depth + 1 });
    }
  }
  return null;
}

/** PostgreSQL stores neither in text nor in jsonb. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'the character U+0000, which cannot be stored';
  if (!text.isWellFormed()) return 'half of a surrogate pair, which is no character';
  return null;
}
