// A real media host with the LiveKit-protocol endpoint on a port of its own. Tokens are `<call id>`; `bad...` is refused, `listener...` only
// listens.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bridge } from '../../src/interfaces/bridge.ts';
import type { CallLeg, LegEvent } from '../../src/interfaces/leg.ts';
import {
  createLiveKitEndpoint,
  startMediaHost,
  type LiveKitEndpoint,
  type RunningMediaHost,
} from '../../src/media/index.ts';
import type { SessionLimits } from '../../src/media/webrtc/signal-session.ts';

export interface ServedCall {
  callId: string;
  leg: CallLeg;
  bridge: Bridge;
  events: LegEvent[];
  /** Resolves with the first event of this kind, also one that has come already. */
  until(is: LegEvent['is']): Promise<LegEvent>;
}

export interface MediaServer {
  port: number;
  url: string;
  host: RunningMediaHost;
  endpoint: LiveKitEndpoint;
  logged: { message: string; fields?: Record<string, unknown> }[];
  /** The call of this id, as soon as it has joined. */
  call(callId: string): Promise<ServedCall>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface MediaServerOptions {
  limits?: Partial<SessionLimits>;
  udpPorts?: [number, number] | null;
  vadModelFile?: string;
}

export async function startMediaServer(options: MediaServerOptions = {}): Promise<MediaServer> {
  const logged: MediaServer['logged'] = [];
  const log = (message: string, fields?: Record<string, unknown>) => void logged.push({ message, fields });
  const { udpPorts = null, vadModelFile } = options;
  const host = await startMediaHost({ udpPorts, advertisedIp: '127.0.0.1', vadModelFile, log });
  const endpoint = createLiveKitEndpoint({
    mediaHost: host,
    limits: options.limits,
    log,
    async authorize(token) {
      if (token.startsWith('bad')) return { ok: false, status: 401, message: 'invalid token' };
      const role = token.startsWith('listener') ? ('listener' as const) : ('caller' as const);
      return { ok: true, callId: token, identity: 'user', room: token, role };
    },
  });
  const calls = new Map<string, PromiseWithResolvers<ServedCall>>();
  function called(callId: string): PromiseWithResolvers<ServedCall> {
    const known = calls.get(callId) ?? Promise.withResolvers<ServedCall>();
    calls.set(callId, known);
    return known;
  }
  endpoint.onIncoming((leg, { callId }) => {
    called(callId).resolve(serve(host, leg, callId));
  });
  const server = createServer((request, response) => {
    void endpoint.handleHttp(request).then((answer) => {
      response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body);
    });
  });
  server.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    host,
    endpoint,
    logged,
    call: (callId) => called(callId).promise,
    close() {
      closing ??= (async () => {
        await endpoint.close();
        await host.close();
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      })();
      return closing;
    },
  };
}

/** The leg on a bridge of its own, hearing the agent's voice. */
function serve(host: RunningMediaHost, leg: CallLeg, callId: string): ServedCall {
  const bridge = host.createBridge(callId, 1);
  bridge.attach(leg);
  bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
  const events: LegEvent[] = [];
  const waiting: { is: LegEvent['is']; resolve: (event: LegEvent) => void }[] = [];
  leg.onEvent((event) => {
    events.push(event);
    for (const each of waiting.filter(({ is }) => is === event.is)) each.resolve(event);
    if (event.is === 'gone') void bridge.close();
  });
  return {
    callId,
    leg,
    bridge,
    events,
    until(is) {
      const found = events.find((event) => event.is === is);
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ is, resolve }));
    },
  };
}
