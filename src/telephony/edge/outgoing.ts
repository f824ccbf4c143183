// The INVITE of a call that we make: who is called where, who is shown, and which headers go along.

import type { DialWish } from '../../interfaces/phone-edge.ts';
import type { SipTrunk } from '../../interfaces/sip-trunk.ts';
import type { SipHeader, SipUri } from '../sip/message.ts';
import { formatNameAddr } from '../sip/name-addr.ts';
import type { InvitePlan } from '../sip/sip-call.ts';
import { parseUri } from '../sip/uri.ts';
import { targetUri, type TrunkTarget } from '../trunk/target.ts';
import { headerLines } from './header-lines.ts';
import { isWithheld } from './numbers.ts';

/** A trunk that says nothing for so long is down: UDP tells of no dead peer. */
const ATTEMPT_MS = 6_000;
const REDIRECTS = 5;

/** Null: the destination is none that SIP can write. */
export function outgoingPlan(wish: DialWish, trunk: SipTrunk, target: TrunkTarget, sdp: string): InvitePlan | null {
  const to = destinationOf(wish.to, target.route.target);
  if (!to) return null;
  const domain = domainOf(trunk, target);
  return {
    to,
    from: fromOf(wish.shownAs, domain),
    routes: [target.route],
    sdp,
    headers: [
      ...identityHeaders(wish, domain),
      ...(wish.callId === '' ? [] : [{ name: 'X-Ringback-Call-Id', value: wish.callId }]),
      ...headerLines(wish.headers),
    ],
    ringMs: wish.ringMs,
    // Shorter than it may ring, so that a dead trunk is told from a phone that nobody answers.
    attemptMs: Math.min(ATTEMPT_MS, wish.ringMs * 0.8),
    redirects: REDIRECTS,
  };
}

/** A SIP URI as it is; anything else is a user of the trunk's host. */
export function destinationOf(to: string, host: SipUri): SipUri | null {
  if (/^(sips?|tel):/i.test(to)) return parseUri(to);
  if (to === '' || /[\s\0-\x1f<>"@]/.test(to)) return null;
  const params: Record<string, string> = /^\+?\d+$/.test(to) ? { user: 'phone' } : {};
  return { scheme: 'sip', user: to, host: host.host, port: host.port, params, headers: '' };
}

/** Registrars know us by their own name; other trunks by the one that they are called by. */
function domainOf(trunk: SipTrunk, target: TrunkTarget): Pick<SipUri, 'host' | 'port'> {
  const registrar = trunk.registration && targetUri(trunk.registration.registrar);
  const { host } = registrar ?? target.route.target;
  return { host, port: null };
}

function fromOf(shownAs: string, domain: Pick<SipUri, 'host' | 'port'>): InvitePlan['from'] {
  if (!isWithheld(shownAs)) return { uri: numberAt(shownAs, domain), displayName: null };
  return { uri: numberAt('anonymous', { host: 'anonymous.invalid', port: null }), displayName: 'Anonymous' };
}

/**
 * Whoever pays for the call stands in P-Asserted-Identity (RFC 3325) when another number is shown, and in Diversion (RFC 5806), which is what
 * carriers ask for before they show a number that is not the trunk's.
 */
function identityHeaders(wish: DialWish, domain: Pick<SipUri, 'host' | 'port'>): SipHeader[] {
  const own = formatNameAddr({ displayName: null, uri: numberAt(wish.number, domain), params: {} });
  const identity = { name: 'P-Asserted-Identity', value: own };
  if (isWithheld(wish.shownAs)) return [identity, { name: 'Privacy', value: 'id' }];
  if (wish.shownAs === wish.number) return [];
  return [identity, { name: 'Diversion', value: `${own};reason=unconditional` }];
}

function numberAt(user: string, { host, port }: Pick<SipUri, 'host' | 'port'>): SipUri {
  return { scheme: 'sip', user, host, port, params: {}, headers: '' };
}
