// CSeq: `314159 INVITE` (RFC 3261 section 20.16).

import { TOKEN } from './params.ts';

export interface CSeq {
  /** Below 2^31 (RFC 3261 section 8.1.1.5). */
  number: number;
  method: string;
}

/** Null: malformed or too large. */
export function parseCSeq(value: string): CSeq | null {
  const text = value.trim();
  const [digits, method] = text.split(/[ \t]+/, 2);
  if (!digits || !method || !/^[0-9]{1,20}$/.test(digits) || !TOKEN.test(method)) return null;
  if (!text.endsWith(method) || text.split(/[ \t]+/, 3).length !== 2) return null;
  const number = Number(digits);
  return number < 2 ** 31 ? { number, method } : null;
}
