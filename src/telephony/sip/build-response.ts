// An answer made of its request (RFC 3261 section 8.2.6).

import { header, headers } from './header.ts';
import type { SipHeader, SipRequest, SipResponse } from './message.ts';
import { tagOf } from './name-addr.ts';
import { reasonOf } from './serialise.ts';

export interface ResponseParts {
  reason?: string;
  /** Put into To where it has none. */
  toTag?: string | null;
  headers?: SipHeader[];
  contentType?: string;
  body?: string;
}

export function buildResponse(request: SipRequest, status: number, parts: ResponseParts = {}): SipResponse {
  const copied: SipHeader[] = headers(request, 'Via').map((value) => ({ name: 'Via', value }));
  // What makes a dialog tells its route (RFC 3261 section 12.1.1).
  if (status > 100 && status < 300) {
    for (const value of headers(request, 'Record-Route')) copied.push({ name: 'Record-Route', value });
  }
  let to = header(request, 'To') ?? '';
  if (parts.toTag && tagOf(request, 'To') === null) to += `;tag=${parts.toTag}`;
  copied.push(
    { name: 'From', value: header(request, 'From') ?? '' },
    { name: 'To', value: to },
    { name: 'Call-ID', value: header(request, 'Call-ID') ?? '' },
    { name: 'CSeq', value: header(request, 'CSeq') ?? '' },
    ...(parts.headers ?? []),
  );
  if (parts.body !== undefined) copied.push({ name: 'Content-Type', value: parts.contentType ?? 'application/sdp' });
  const timestamp = header(request, 'Timestamp');
  if (status === 100 && timestamp) copied.push({ name: 'Timestamp', value: timestamp });
  return {
    is: 'response',
    status,
    reason: parts.reason ?? reasonOf(status),
    headers: copied,
    body: parts.body === undefined ? EMPTY : Buffer.from(parts.body),
  };
}

const EMPTY = Buffer.alloc(0);
