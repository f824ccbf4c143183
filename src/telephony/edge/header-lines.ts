// Headers of a call's owner on the wire.

import type { SipHeader } from '../sip/message.ts';

const NAME = /^(x-[\w.!%*+`'~-]+|user-to-user)$/i;
const MAX_VALUE = 4_000;

/** `X-...` and `User-To-User` only; line breaks in values become spaces. */
export function headerLines(headers: Record<string, string>): SipHeader[] {
  return Object.entries(headers)
    .filter(([name]) => NAME.test(name))
    .map(([name, value]) => ({ name, value: value.replace(/[\r\n\0]+/g, ' ').slice(0, MAX_VALUE) }));
}
