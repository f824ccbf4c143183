// Two user agents that know each other, and the events of their calls, for tests.

import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import type { InvitePlan, SipCall, SipCallEvent, SipRoute, SipUserAgent } from './sip-call.ts';
import type { Transport } from './transport/flow.ts';
import { createSipUserAgent } from './user-agent.ts';
import type { SipUserAgentOptions } from './user-agent-options.ts';
import type { SipUri } from './message.ts';

export const SDP =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

export const uri = (user: string | null, host: string, port: number | null, params: SipUri['params'] = {}): SipUri => ({
  ...{ scheme: 'sip', user, host, port, params, headers: '' },
});

export function startAgent(options: Partial<SipUserAgentOptions> = {}): Promise<SipUserAgent> {
  return createSipUserAgent({
    listen: [{ transport: 'udp', address: '127.0.0.1', port: 0 }],
    screen: () => ({ ok: true }),
    ...options,
  });
}

export function routeTo(agent: SipUserAgent, transport: Transport = 'udp', host = '127.0.0.1'): SipRoute {
  const at = agent.listening.find((each) => each.transport === transport);
  return { target: uri(null, host, at?.port ?? 0), transport, credentials: null };
}

export function planTo(route: SipRoute, more: Partial<InvitePlan> = {}): InvitePlan {
  return {
    to: { ...route.target, user: 'callee' },
    from: { uri: uri('caller', '127.0.0.1', null), displayName: 'Caller' },
    routes: [route],
    sdp: SDP,
    headers: [],
    ringMs: 30_000,
    attemptMs: 5000,
    ...more,
  };
}

export interface Heard {
  all: SipCallEvent[];
  /** The next event of that kind that was not waited for yet. */
  next<Kind extends SipCallEvent['is']>(kind: Kind): Promise<Extract<SipCallEvent, { is: Kind }>>;
}

/** Listens to a call. */
export function hear(call: SipCall): Heard {
  const all: SipCallEvent[] = [];
  const seen = new Set<SipCallEvent>();
  const news = new EventEmitter();
  call.onEvent((event) => {
    all.push(event);
    news.emit('event');
  });
  return {
    all,
    async next(kind) {
      for (;;) {
        const found = all.find((event) => event.is === kind && !seen.has(event));
        if (found) {
          seen.add(found);
          return found as any;
        }
        await once(news, 'event');
      }
    },
  };
}

/** The next call that comes in. */
export function nextCall(agent: SipUserAgent): Promise<{ call: SipCall; replaces: SipCall | null }> {
  return new Promise((resolve) => agent.onInvite((call, _, replaces) => resolve({ call, replaces })));
}
