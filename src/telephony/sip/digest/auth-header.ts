// Challenges and answers on the wire: `Digest realm="x", nonce="y", qop="auth"` (RFC 7235 section 2.1, RFC 7616 section 3.3).

import { splitList } from '../header.ts';
import { quote, unquote } from '../params.ts';

export interface AuthHeader {
  /** Small letters: `digest`. */
  scheme: string;
  /** Names in small letters, values without their quotes. */
  params: Record<string, string>;
}

/** One header may hold several, one behind the other. What cannot be read is left out. */
export function parseAuthHeader(value: string): AuthHeader[] {
  const found: AuthHeader[] = [];
  for (const item of splitList(value)) {
    const start = /^([A-Za-z0-9\-._~]+)(?:[ \t]+(?![ \t=])|$)/.exec(item);
    if (start) found.push({ scheme: start[1]!.toLowerCase(), params: {} });
    const param = start ? item.slice(start[0].length) : item;
    const equals = param.indexOf('=');
    const current = found.at(-1);
    if (!current || equals <= 0) continue;
    const text = param.slice(equals + 1).trim();
    const name = param.slice(0, equals).trim().toLowerCase();
    if (Object.hasOwn(current.params, name) || name === '__proto__') continue;
    current.params[name] = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? unquote(text) : text;
  }
  return found;
}

/** Those that stand without quotes (RFC 7616 section 3.4; older servers insist). */
const BARE = new Set(['algorithm', 'stale', 'nc']);

/** `bare`: further names without quotes; `qop` has quotes in a challenge and none in an answer. */
export function formatAuthHeader(params: Record<string, string>, bare: readonly string[] = []): string {
  const list = Object.entries(params).map(([name, value]) =>
    BARE.has(name) || bare.includes(name) ? `${name}=${value}` : `${name}=${quote(value)}`,
  );
  return `Digest ${list.join(', ')}`;
}
