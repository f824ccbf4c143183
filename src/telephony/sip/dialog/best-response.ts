// Of several refusals the one to tell (RFC 3261 section 16.7, step 6): any 6xx, else the lowest class, in it what says most about the call.

import type { SipResponse } from '../message.ts';

/** Refusals that tell what would help come before the others of their class. */
const TELLING = new Set([401, 407, 415, 420, 484]);

/** Null of none. */
export function bestResponse(responses: SipResponse[]): SipResponse | null {
  return responses.reduce<SipResponse | null>((best, each) => (best && rank(best) <= rank(each) ? best : each), null);
}

function rank({ status }: SipResponse): number {
  const kind = Math.floor(status / 100);
  if (kind === 6) return 0;
  return kind * 10 + (TELLING.has(status) ? 0 : status === 408 || status === 503 ? 2 : 1);
}
