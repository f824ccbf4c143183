// Parameters after a header's value, `;name=value;flag;other="quoted, text"` (generic-param of RFC 3261 section 25.1).

/** RFC 3261 `token`. */
export const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/**
 * Reads parameters from `at`, where nothing, white space or a semicolon stands. Names in small letters, values unquoted, '' without
 * value, the first of two with one name. Null: malformed.
 */
export function parseParams(text: string, at = 0): Record<string, string> | null {
  const params: Record<string, string> = {};
  let next = skipSpace(text, at);
  while (next < text.length) {
    if (text.charCodeAt(next) !== 0x3b) return null;
    const nameStart = skipSpace(text, next + 1);
    const nameEnd = endOfPlain(text, nameStart);
    const name = text.slice(nameStart, nameEnd).toLowerCase();
    if (!TOKEN.test(name)) return null;
    next = skipSpace(text, nameEnd);
    let value = '';
    if (text.charCodeAt(next) === 0x3d) {
      const start = skipSpace(text, next + 1);
      const end = text.charCodeAt(start) === 0x22 ? endOfQuoted(text, start) : endOfPlain(text, start);
      if (end <= start) return null;
      value = text.charCodeAt(start) === 0x22 ? unquote(text.slice(start, end)) : text.slice(start, end);
      next = skipSpace(text, end);
    }
    if (!Object.hasOwn(params, name)) params[name] = value;
  }
  return params;
}

/** `;name=value` each; values that are no token or host are quoted. */
export function formatParams(params: Record<string, string>): string {
  let text = '';
  for (const [name, value] of Object.entries(params)) {
    text += value === '' ? `;${name}` : `;${name}=${PLAIN.test(value) ? value : quote(value)}`;
  }
  return text;
}

/** Tokens, hosts and IPv6 references; what else phones leave without quotes (`@`, `/`) is no harm. */
const PLAIN = /^[A-Za-z0-9\-.!%*_+`'~[\]:/@&$]+$/;

/** `"a \"b\""` to `a "b"`; the argument has its quotes. */
export function unquote(text: string): string {
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner;
}

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Index behind the closing quote of the string that opens at `at`; -1 when it never closes. */
export function endOfQuoted(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next++) {
    const char = text.charCodeAt(next);
    if (char === 0x5c) next++;
    else if (char === 0x22) return next + 1;
  }
  return -1;
}

export function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && isSpace(text.charCodeAt(next))) next++;
  return next;
}

export const isSpace = (char: number): boolean => char === 0x20 || char === 0x09;

/** End of a run without white space, `;`, `=`, `,`, quotes and angle brackets. */
function endOfPlain(text: string, at: number): number {
  let next = at;
  for (; next < text.length; next++) {
    const char = text.charCodeAt(next);
    if (char <= 0x20 || char === 0x3b || char === 0x3d || char === 0x2c) break;
    if (char === 0x22 || char === 0x3c || char === 0x3e) break;
  }
  return next;
}
