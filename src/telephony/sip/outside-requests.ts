// Requests outside any call: OPTIONS, REGISTER and their like, and the BYE of a dialog whose process died.

import { contactOf, dialogOfStored, requestWithin } from './dialog/dialog.ts';
import { waysOfDialog } from './dialog/dialog-ways.ts';
import { digestOf, type StartExchange, type Way } from './exchange.ts';
import { firstHop, routeHeaders } from './first-hop.ts';
import { header } from './header.ts';
import type { SipResponse } from './message.ts';
import { formatNameAddr } from './name-addr.ts';
import { createTag, randomToken } from './random-token.ts';
import type { SipUserAgent } from './sip-call.ts';
import { locate, type LocateDeps } from './transport/locate.ts';
import { formatUri } from './uri.ts';

export interface OutsideRequestsDeps {
  start: StartExchange;
  locate: LocateDeps;
  /** Of our User-Agent. */
  product: string;
}

/** Its methods as `SipUserAgent` has them. */
export function createOutsideRequests(deps: OutsideRequestsDeps): Pick<SipUserAgent, 'request' | 'bye'> {
  const { start, product } = deps;

  async function waysTo(route: Parameters<SipUserAgent['request']>[0]['route']): Promise<Way[]> {
    const digest = digestOf(route.credentials);
    const hops = await locate(firstHop(route), route.transport, deps.locate);
    return hops.map((hop) => ({ hop, flow: null, digest }));
  }

  function request(plan: Parameters<SipUserAgent['request']>[0]): Promise<SipResponse> {
    const sequence = plan.sequence ?? { callId: randomToken(16), cseq: 0 };
    const tag = createTag();
    const address = (uri: typeof plan.to, params: Record<string, string>) =>
      formatNameAddr({ displayName: null, uri, params });
    return new Promise((resolve) => {
      start({
        method: plan.method,
        ways: [() => waysTo(plan.route)],
        build: (here) => ({
          is: 'request',
          method: plan.method,
          uri: formatUri(plan.uri),
          headers: [
            ...routeHeaders(plan.route),
            { name: 'Max-Forwards', value: '70' },
            { name: 'From', value: address(plan.from, { tag }) },
            { name: 'To', value: address(plan.to, {}) },
            { name: 'Call-ID', value: sequence.callId },
            { name: 'CSeq', value: `${(sequence.cseq += 1)} ${plan.method}` },
            ...(header(plan, 'Contact') === undefined
              ? [{ name: 'Contact', value: contactOf(here, plan.from.user) }]
              : []),
            { name: 'User-Agent', value: product },
            ...plan.headers,
          ],
          body: Buffer.alloc(0),
        }),
        attemptMs: plan.attemptMs,
        onFinal: (response) => resolve(response),
        onNowhere: (status, reason) => resolve(madeUp(status, reason)),
      });
    });
  }

  async function bye(...[stored, route]: Parameters<SipUserAgent['bye']>): Promise<void> {
    const dialog = dialogOfStored(stored);
    dialog.digest = digestOf(route?.credentials ?? null);
    const ways = [() => waysOfDialog(dialog, deps.locate)];
    if (route) ways.push(() => waysTo(route));
    const { nextHop, transport } = stored;
    if (nextHop) {
      const hop = { transport, ...nextHop, name: nextHop.address };
      ways.push(() => Promise.resolve([{ hop, flow: null, digest: dialog.digest }]));
    }
    await new Promise<void>((resolve) => {
      start({
        method: 'BYE',
        ways,
        build: () => requestWithin(dialog, 'BYE', { headers: [{ name: 'User-Agent', value: product }] }),
        attemptMs: null,
        onFinal: () => resolve(),
        onNowhere: () => resolve(),
      });
    });
  }

  return { request, bye };
}

/** As an answer of the far side would look, without any header. */
const madeUp = (status: number, reason: string): SipResponse => ({
  is: 'response',
  status,
  reason,
  headers: [],
  body: Buffer.alloc(0),
});
