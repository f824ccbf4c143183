// What a user agent refuses before it asks anybody (RFC 3261 section 8.2).

import { ALLOW, EXTENSIONS, METHODS, MIN_SE_S, OTHER_METHODS } from './abilities.ts';
import { mediaOf, sdpOf } from './body-sdp.ts';
import type { ResponseParts } from './build-response.ts';
import { isTooShort } from './dialog/session-timer.ts';
import { faultOfRequest } from './fault-of-request.ts';
import { header, headers, headerTokens } from './header.ts';
import type { SipRequest } from './message.ts';
import { tagOf } from './name-addr.ts';
import { parseUri } from './uri.ts';

export interface Refusal {
  status: number;
  parts?: ResponseParts;
}

/** Null: it may be served. CANCEL and ACK are not asked about. `inDialog`: it matched one of ours. */
export function refusalOfRequest(request: SipRequest, inDialog: boolean): Refusal | null {
  return (
    refusalOfMethod(request, inDialog) ??
    (!inDialog && lacksContact(request) ? { status: 400, parts: { reason: 'Missing Contact' } } : null) ??
    faultOfRequest(request) ??
    refusalOfExtensions(request) ??
    refusalOfBody(request)
  );
}

function refusalOfMethod({ method, uri }: SipRequest, inDialog: boolean): Refusal | null {
  const allow: ResponseParts = { headers: [{ name: 'Allow', value: ALLOW }] };
  if (!METHODS.has(method)) return { status: OTHER_METHODS.has(method) ? 405 : 501, parts: allow };
  if (inDialog) return null;
  if (method === 'REFER') return { status: 405, parts: allow };
  if (method !== 'INVITE' && method !== 'OPTIONS') return { status: 481 };
  return parseUri(uri) === null ? { status: 416 } : null;
}

/** It says nowhere to reach its sender in the dialog (RFC 3261 section 12.1.1). Of RFC 2543, whose From has no tag, one may: From says it there. */
function lacksContact(request: SipRequest): boolean {
  return (
    request.method === 'INVITE' && headers(request, 'Contact').length === 0 && (tagOf(request, 'From') ?? '') !== ''
  );
}

function refusalOfExtensions(request: SipRequest): Refusal | null {
  const unknown = headerTokens(request, 'Require').filter((each) => !EXTENSIONS.includes(each.toLowerCase()));
  if (unknown.length === 0) return null;
  return { status: 420, parts: { headers: [{ name: 'Unsupported', value: unknown.join(', ') }] } };
}

/** INVITE alone has to bring a description or nothing; what others bring is for whoever reads it. */
function refusalOfBody(request: SipRequest): Refusal | null {
  if (request.method !== 'INVITE') return null;
  if (isTooShort(request)) return { status: 422, parts: { headers: [{ name: 'Min-SE', value: String(MIN_SE_S) }] } };
  if (request.body.length === 0) return null;
  const encoding = header(request, 'Content-Encoding')?.trim().toLowerCase();
  if (encoding && encoding !== 'identity') {
    return { status: 415, parts: { headers: [{ name: 'Accept-Encoding', value: 'identity' }] } };
  }
  if (sdpOf(request) !== null || isOptional(request)) return null;
  return { status: 415, parts: { headers: [{ name: 'Accept', value: 'application/sdp' }] } };
}

/** A body that its sender does not insist on (RFC 3261 section 20.11). */
function isOptional(request: SipRequest): boolean {
  const disposition = header(request, 'Content-Disposition') ?? '';
  return mediaOf(disposition) !== 'session' && /handling\s*=\s*optional/i.test(disposition);
}
