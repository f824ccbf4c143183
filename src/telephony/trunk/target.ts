// The targets of a trunk as SIP addresses, in the order in which they are tried.

import type { SipTrunk } from '../../interfaces/sip-trunk.ts';
import type { SipUri } from '../sip/message.ts';
import type { SipRoute } from '../sip/sip-call.ts';
import { inOrder, transportOf } from '../sip/transport/locate.ts';
import { parseUri } from '../sip/uri.ts';

export interface TrunkTarget {
  /** As it was set up. */
  uri: string;
  route: SipRoute;
}

/** `example.com`, `203.0.113.7:5080`, `sips:example.com`: null for what is no address. */
export function targetUri(written: string): SipUri | null {
  const uri = parseUri(/^sips?:/i.test(written) ? written : `sip:${written}`);
  return uri && uri.host !== '' ? { ...uri, user: null, headers: '' } : null;
}

/** A route to one address, as the trunk is set. */
export function routeTo(trunk: SipTrunk, written: string): SipRoute | null {
  const target = targetUri(written);
  const proxy = trunk.outboundProxy === null ? null : targetUri(trunk.outboundProxy);
  if (!target) return null;
  const { transport, credentials } = trunk;
  return { target, ...(proxy ? { proxy } : {}), transport: transportOf(proxy ?? target) ?? transport, credentials };
}

/** Lower priority first, weighted among equals; those known to be down come last. `random`: 0..1. */
export function targetsInOrder(trunk: SipTrunk, isDown: (uri: string) => boolean, random: () => number): TrunkTarget[] {
  const all = inOrder(trunk.targets, random)
    .map(({ uri }) => ({ uri, route: routeTo(trunk, uri) }))
    .filter((target): target is TrunkTarget => target.route !== null);
  return [...all.filter(({ uri }) => !isDown(uri)), ...all.filter(({ uri }) => isDown(uri))];
}
