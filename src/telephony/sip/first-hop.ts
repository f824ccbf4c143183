// Where a request outside any dialog goes first, and the Route that says so (RFC 3261 section 8.1.1.1).

import type { SipHeader, SipUri } from './message.ts';
import type { SipRoute } from './sip-call.ts';
import { formatUri } from './uri.ts';

type Hops = Pick<SipRoute, 'target' | 'proxy'>;

export function firstHop({ target, proxy }: Hops): SipUri {
  return proxy ?? target;
}

/** None without a proxy. `lr`: it is a loose router, as all have been since RFC 3261. */
export function routeHeaders(route: Hops | undefined): SipHeader[] {
  if (!route?.proxy) return [];
  const uri = { ...route.proxy, user: null, params: { ...route.proxy.params, lr: '' } };
  return [{ name: 'Route', value: `<${formatUri(uri)}>` }];
}
