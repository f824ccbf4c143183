// The agent's side of web calls for tests of the pages: the real LiveKit-protocol endpoint and media host, with a hand-moved agent behind
// them that hums a tone and says what the test tells it to.

import { EventEmitter, once } from 'node:events';
import { createLiveKitEndpoint, startMediaHost } from '../../src/media/index.ts';
import type { LiveKitEndpoint } from '../../src/media/index.ts';
import type { CallLeg } from '../../src/interfaces/leg.ts';

export interface FakeAgent {
  /** Sends one data message to the page. */
  tell(message: { event_type: string } & Record<string, unknown>): void;
  /** Hums for so long. */
  hum(seconds: number): void;
  hangUp(): void;
  /** The page left. */
  readonly gone: Promise<unknown>;
  /** Loudest level (RMS, 0..1) of the caller so far. */
  callerLevel(): number;
}

export interface FakeCalls {
  endpoint: LiveKitEndpoint;
  /** A token that lets a page join this call. */
  token(callId: string): string;
  /** The agent of the next call whose sound flows both ways. */
  next(): Promise<FakeAgent>;
  close(): Promise<void>;
}

const rateHz = 24000;

export async function startFakeCalls(): Promise<FakeCalls> {
  const host = await startMediaHost({ udpPorts: null, advertisedIp: null });
  const endpoint = createLiveKitEndpoint({
    mediaHost: host,
    authorize: async (token) => {
      const callId = token.split('.')[1] && JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).room;
      return callId
        ? { ok: true, callId, identity: 'user', room: callId }
        : { ok: false, status: 401, message: 'no such call' };
    },
  });
  const calls = new EventEmitter();
  const waiting: FakeAgent[] = [];
  endpoint.onIncoming((leg, { callId }) => {
    const bridge = host.createBridge(callId, 1);
    bridge.attach(leg);
    bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
    bridge.tap(leg.id, { kind: 'level' });
    let loudest = 0;
    bridge.onEvent((event) => {
      if (event.is === 'level' && event.from === leg.id) loudest = Math.max(loudest, event.rms);
    });
    const left = Promise.withResolvers<void>();
    const agent = agentOf(leg, bridge, () => loudest, left.promise);
    leg.onEvent((event) => {
      if (event.is === 'connected') {
        waiting.push(agent);
        calls.emit('connected');
      }
      if (event.is === 'gone') left.resolve(bridge.close().then(() => undefined));
    });
  });
  return {
    endpoint,
    token: (callId) => {
      const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
      return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ room: callId })}.unsigned`;
    },
    next: async () => {
      if (waiting.length === 0) await once(calls, 'connected');
      return waiting.shift()!;
    },
    close: async () => {
      await endpoint.close();
      await host.close();
    },
  };
}

function agentOf(
  leg: CallLeg,
  bridge: ReturnType<Awaited<ReturnType<typeof startMediaHost>>['createBridge']>,
  callerLevel: () => number,
  gone: Promise<unknown>,
): FakeAgent {
  let n = 0;
  const voice = bridge.voice('agent');
  return {
    tell: (json) => leg.send({ n: ++n, do: 'data', json }),
    hum: (seconds) => {
      const utt = `hum-${++n}`;
      voice.write(utt, tone(seconds), rateHz);
      voice.end(utt);
      voice.gate(utt, true);
    },
    hangUp: () => leg.send({ n: ++n, do: 'hangup', reason: 'ended' }),
    gone,
    callerLevel,
  };
}

function tone(seconds: number): Int16Array {
  return Int16Array.from(
    { length: seconds * rateHz },
    (_, index) => 12000 * Math.sin((2 * Math.PI * 330 * index) / rateHz),
  );
}
