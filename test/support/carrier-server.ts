// Carriers behind a real HTTP server and a real media host, without the rules of the API: what is dialled and who answers, a test decides.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CarrierEvent } from '../../src/interfaces/carrier-events.ts';
import type { LegEvent } from '../../src/interfaces/leg.ts';
import type { DialWish, IncomingPhoneCall, PhoneLeg } from '../../src/interfaces/phone-edge.ts';
import { startMediaHost, type RunningMediaHost } from '../../src/media/index.ts';
import { createCarriers, type Carriers, type CarriersOptions } from '../../src/telephony/carriers/index.ts';
import type { Scope } from './scope.ts';

export interface CarrierServer {
  url: string;
  carriers: Carriers;
  host: RunningMediaHost;
  /** The calls that came in, oldest first; resolves when it is there. */
  incoming(nth: number): Promise<{ leg: PhoneLeg; call: IncomingPhoneCall }>;
  events: CarrierEvent[];
  /** What whoever hears events does with them; throws to refuse. */
  onEvent: (event: CarrierEvent) => void;
  logged: { message: string; facts: object }[];
}

export async function carrierServer(
  t: Scope,
  options: Pick<CarriersOptions, 'twilio' | 'telnyx'> & Partial<CarriersOptions>,
  host?: RunningMediaHost,
): Promise<CarrierServer> {
  const logged: CarrierServer['logged'] = [];
  const calls: { leg: PhoneLeg; call: IncomingPhoneCall }[] = [];
  const waiting: (() => void)[] = [];
  const mediaHost = host ?? (await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' }));
  if (!host) t.after(() => mediaHost.close());
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = request.headers as Record<string, string | undefined>;
      void carriers.doors.answer({ url: request.url ?? '', headers, body: Buffer.concat(parts) }).then((answer) => {
        response.writeHead(answer?.status ?? 404, { 'content-type': answer?.contentType ?? 'text/plain' });
        response.end(answer?.body ?? 'not found');
      });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (!carriers.doors.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const carriers = createCarriers({
    publicUrl: url,
    openPeer: (leg, onNews) => mediaHost.phonePeer(leg, onNews),
    derive: (purpose) => Buffer.alloc(32, purpose),
    wallClock: Date.now,
    nowMs: () => performance.now(),
    log: (message, facts) => void logged.push({ message, facts }),
    ...options,
  });
  const made: CarrierServer = {
    url,
    carriers,
    host: mediaHost,
    events: [],
    onEvent: () => {},
    logged,
    async incoming(nth) {
      while (calls.length < nth) await new Promise<void>((resolve) => waiting.push(resolve));
      return calls[nth - 1]!;
    },
  };
  carriers.onIncoming((leg, call) => {
    calls.push({ leg, call });
    for (const resolve of waiting.splice(0)) resolve();
  });
  carriers.onEvent(async (event) => {
    made.onEvent(event);
    made.events.push(event);
  });
  t.after(async () => {
    await carriers.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return made;
}

/** Everything that a leg tells, and a way to wait for it. */
export function watchLeg(leg: PhoneLeg): {
  events: LegEvent[];
  until(is: LegEvent['is']): Promise<LegEvent>;
  kinds(): string[];
} {
  const events: LegEvent[] = [];
  const waiting: (() => void)[] = [];
  leg.onEvent((event) => {
    events.push(event);
    for (const resolve of waiting.splice(0)) resolve();
  });
  return {
    events,
    kinds: () => events.map(({ is }) => is),
    async until(is) {
      for (;;) {
        const found = events.find((event) => event.is === is);
        if (found) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

export function wishTo(to: string, more: Partial<DialWish> = {}): DialWish {
  return {
    callId: 'call_1',
    workspaceId: 'org_1',
    role: 'caller',
    number: '+14155550100',
    shownAs: '+14155550100',
    to,
    headers: {},
    ringMs: 30_000,
    ...more,
  };
}
