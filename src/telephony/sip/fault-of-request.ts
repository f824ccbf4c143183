// What is wrong with a request that could be read: headers that a user agent stands on and that nobody on the way needs (RFC 3261
// section 8.2).

import { headers, headerTokens } from './header.ts';
import type { SipRequest } from './message.ts';
import { parseAddress, parseNameAddr } from './name-addr.ts';
import { parseUri } from './uri.ts';

/** Null: nothing. A `Date` in a form of its own is let be, for nobody reads it. */
export function faultOfRequest(request: SipRequest): { status: 400 | 406; reason: string } | null {
  const [hops = '70'] = headers(request, 'Max-Forwards');
  if (!/^[0-9]{1,9}$/.test(hops) || Number(hops) > 255) return bad('Malformed Max-Forwards');
  if (parseUri(request.uri)?.headers) return bad('Headers in the Request-URI');
  if (!headers(request, 'Contact').every((value) => isContact(value, request.method))) return bad('Malformed Contact');
  if (!headers(request, 'Record-Route').every(parseNameAddr)) return bad('Malformed Record-Route');
  const wanted = headerTokens(request, 'Accept');
  const refused = request.method === 'INVITE' && wanted.length > 0 && !wanted.some(holdsSdp);
  return refused ? { status: 406, reason: 'Not Acceptable' } : null;
}

const bad = (reason: string): { status: 400; reason: string } => ({ status: 400, reason });

/** A registration may name any URI and `*`; whoever wants to be called back names one that can be called (RFC 3261 section 8.1.1.8). */
function isContact(value: string, method: string): boolean {
  if (method === 'REGISTER') return value === '*' || parseAddress(value) !== null;
  return parseNameAddr(value) !== null;
}

/** `application/sdp`, or a range that includes it. */
const holdsSdp = (range: string): boolean => /^(\*\/\*|application\/(\*|sdp))\s*(;|$)/i.test(range);
