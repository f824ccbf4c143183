// SIP headers that a user adds to a call.

import { invalidRequest, quoted } from '../../contract/index.ts';

/** Headers of the caller's own, and the one that is meant for a caller's own data (RFC 7433). Others belong to the call itself. */
const NAME = /^(?:x-[a-z0-9!%*_+`'~.-]{1,100}|user-to-user)$/i;
const MAX_HEADERS = 50;
const MAX_VALUE = 1_000;

/** Throws 400 for names that a call needs itself, and for values that would not stay on their line. */
export function checkSipHeaders(field: string, headers: Record<string, string> | undefined): void {
  const entries = Object.entries(headers ?? {});
  if (entries.length > MAX_HEADERS)
    throw invalidRequest(`${field}: expected at most ${MAX_HEADERS} headers, got ${entries.length}.`);
  for (const [name, value] of entries) {
    if (!NAME.test(name)) throw invalidRequest(`${field}: expected names that begin with X-, got ${quoted(name)}.`);
    if (value.length > MAX_VALUE || /\p{Cc}/u.test(value))
      throw invalidRequest(`${field}.${name}: expected at most ${MAX_VALUE} characters on one line.`);
  }
}
