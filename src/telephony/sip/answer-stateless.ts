// Answers without a transaction, to those whom we do not know or cannot read: no state is kept, and never more bytes than they sent, so
// that nobody can be flooded by way of us.

import { createHash } from 'node:crypto';
import { header, headers } from './header.ts';
import type { SipHeader, SipRequest, SipResponse } from './message.ts';
import { tagOf } from './name-addr.ts';
import { reasonOf, serialise } from './serialise.ts';
import type { Flow } from './transport/flow.ts';
import type { Via } from './via.ts';
import type { Wire } from './wire.ts';

/** False: the answer would have been larger than the request, and was not sent. */
export function answerStateless(
  wire: Wire,
  { request, flow, via, bytes }: { request: SipRequest; flow: Flow; via: Via; bytes: number },
  { status, reason, extra = [] }: { status: number; reason?: string; extra?: SipHeader[] },
): boolean {
  const response = minimalResponse(request, status, reason, extra);
  if (!flow.reliable && serialise(response).length > bytes) return false;
  wire.answer(flow, via, response);
  return true;
}

function minimalResponse(
  request: SipRequest,
  status: number,
  reason: string | undefined,
  extra: SipHeader[],
): SipResponse {
  const lines: SipHeader[] = headers(request, 'Via').map((value) => ({ name: 'Via', value }));
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) {
    let value = header(request, name);
    if (value === undefined) continue;
    if (name === 'To' && tagOf(request, 'To') === null) value += `;tag=${steadyTag(request)}`;
    lines.push({ name, value });
  }
  return {
    is: 'response',
    status,
    reason: reason ?? reasonOf(status),
    headers: [...lines, ...extra],
    body: Buffer.alloc(0),
  };
}

/** The same for each repetition, without remembering it (RFC 3261 section 8.2.7). */
function steadyTag(request: SipRequest): string {
  const parts = ['Call-ID', 'From', 'CSeq'].map((name) => header(request, name) ?? '');
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);
}
