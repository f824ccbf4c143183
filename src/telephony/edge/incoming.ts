// What an INVITE says about who calls whom.

import type { IncomingPhoneCall } from '../../interfaces/phone-edge.ts';
import { header, headers } from '../sip/header.ts';
import type { NameAddr, SipRequest, SipUri } from '../sip/message.ts';
import { parseNameAddr } from '../sip/name-addr.ts';
import { parseUri } from '../sip/uri.ts';
import { isDialled, isWithheld, numberOf } from './numbers.ts';

/** Ids of registered calls (register-phone-call): a switch dials them instead of a number. */
const CALL_ID = /^call_[0-9a-f]{27}$/;
const KEPT = /^(x-.+|user-to-user|diversion|history-info|p-asserted-identity)$/;
const MAX_HEADERS = 60;
const MAX_VALUE = 2_000;

/**
 * `workspaces`: those whose trunks name the source; null: the owner of this server lets it call everybody. The id of a registered call is a
 * secret that may be dialled from anywhere, through a carrier that is another workspace's trunk too, so it is its workspace's whoever brings
 * it. Null: not a number and not a registered call can be found in the request.
 */
export function incomingOf(request: SipRequest, workspaces: ReadonlySet<string> | null): IncomingPhoneCall | null {
  const to = calledIn(request);
  if (to === null) return null;
  return { wire: 'sip', ...whose(to, workspaces), to, from: callerIn(request), headers: keptHeaders(request) };
}

function whose(
  to: string,
  workspaces: ReadonlySet<string> | null,
): Pick<IncomingPhoneCall, 'workspaceId' | 'workspaceIds'> {
  if (workspaces === null || CALL_ID.test(to)) return { workspaceId: null };
  const [first, ...others] = workspaces;
  if (first !== undefined && others.length === 0) return { workspaceId: first };
  return { workspaceId: null, workspaceIds: [...workspaces] };
}

/** The number that an INVITE dials, as it is written to us; null: none. */
export function dialledIn(request: SipRequest): string | null {
  return request.method === 'INVITE' ? calledIn(request) : null;
}

/** The id of a registered call that is dialled here; null: something else is. */
export function registeredCallIn(request: SipRequest): string | null {
  const user = parseUri(request.uri)?.user ?? '';
  return CALL_ID.test(user) ? user : null;
}

/**
 * The Request-URI says it, unless it only names us: registrars call the contact that we registered, and put the number in
 * P-Called-Party-ID (RFC 7315 section 4.2) or To.
 */
function calledIn(request: SipRequest): string | null {
  const asked = parseUri(request.uri)?.user ?? null;
  if (asked !== null && (isDialled(asked) || CALL_ID.test(asked))) return dialled(asked);
  for (const name of ['P-Called-Party-ID', 'To']) {
    const user = addressIn(request, name)?.uri.user ?? null;
    if (isDialled(user)) return dialled(user as string);
  }
  return asked === null || asked === '' ? null : asked;
}

const dialled = (user: string): string => (CALL_ID.test(user) ? user : numberOf(user));

/** What the network vouches for counts before what the caller says of itself (RFC 3325), and the wish to stay unknown before both. */
function callerIn(request: SipRequest): string {
  const privacy = headers(request, 'Privacy').join(';').toLowerCase();
  if (/\b(id|user|header)\b/.test(privacy)) return 'anonymous';
  const vouched = headers(request, 'P-Asserted-Identity')
    .map((value) => parseNameAddr(value)?.uri)
    .find((uri): uri is SipUri => uri !== undefined && isDialled(uri.user));
  const from = addressIn(request, 'From')?.uri;
  if (!from || from.host === 'anonymous.invalid' || isWithheld(from.user)) return 'anonymous';
  return numberOf(vouched?.user ?? from.user ?? '');
}

function addressIn(request: SipRequest, name: string): NameAddr | null {
  const value = header(request, name);
  return value === undefined ? null : parseNameAddr(value);
}

function keptHeaders(request: SipRequest): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const { name, value } of request.headers) {
    const lower = name.toLowerCase();
    if (!KEPT.test(lower) || Object.keys(kept).length >= MAX_HEADERS) continue;
    const before = Object.hasOwn(kept, lower) ? `${kept[lower]}, ` : '';
    kept[lower] = `${before}${value.replace(/\p{Cc}+/gu, ' ')}`.slice(0, MAX_VALUE);
  }
  return kept;
}
