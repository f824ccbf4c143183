// What JSON can say and our storage cannot keep. Checked once, before anything looks at a body.

/** Objects nested deeper than this are refused; the deepest of the contract is about 12. */
const MAX_DEPTH = 100;
/** A flow of a thousand nodes has about 30,000. More would hold up every call of this process while they are checked. */
const MAX_VALUES = 100_000;

/**
 * Names what makes a JSON text too costly to parse, or gives null. Looks at its structure alone, in one pass over its UTF-8 bytes;
 * whether it is JSON at all is the parser's to say.
 */
export function jsonTextFault(bytes: Uint8Array): string | null {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (byte === BRACKET_CLOSE || byte === BRACE_CLOSE) depth--;
    else if (byte === COMMA) values++;
    else if (byte === BRACKET || byte === BRACE) {
      values++;
      if (++depth > MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
    }
    if (values > MAX_VALUES) return `The body holds more than ${MAX_VALUES} values.`;
  }
  return null;
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACKET_CLOSE, BRACE, BRACE_CLOSE] = Buffer.from('"\\,[]{}');

/** The closing quote of the text that opens at `start`. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Names the first thing in `value` that cannot be stored, or gives null. Does not recurse: `value` may be as deep as its sender likes. */
export function jsonFault(value: unknown): string | null {
  const todo: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next.value === 'string') {
      const fault = textFault(next.value);
      if (fault) return `The body holds ${fault}.`;
    }
    if (typeof next.value === 'number' && !Number.isFinite(next.value))
      return 'The body holds a number beyond 1.8e308, which cannot be stored.';
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
    for (const key of Object.keys(next.value)) {
      if (key === '__proto__') return 'The body holds a key named __proto__.';
      const fault = textFault(key);
      if (fault) return `A key in the body holds ${fault}.`;
      todo.push({ value: (next.value as Record<string, unknown>)[key], depth: next.depth + 1 });
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
