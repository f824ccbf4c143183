import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Bridge } from '../../interfaces/bridge.ts';
import type { CallLeg, LegEvent } from '../../interfaces/leg.ts';
import { gatewayClient, share, tone, type GatewayClient } from '../../../test/support/gateway-client.ts';
import { startMediaHost, type RunningMediaHost } from '../host/start-media-host.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { GatewaySession } from './gateway-session.ts';
import type { PeerNews, PeerState } from './peer-protocol.ts';

interface Call {
  leg: CallLeg;
  bridge: Bridge;
  events: LegEvent[];
}

let host: RunningMediaHost;
let gateway: Gateway;
const calls = new Map<string, Call>();
const waiting: (() => void)[] = [];

before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
  gateway = createGateway({
    mediaHost: host,
    limits: { lingerMs: 50, reconnectMs: 4000 },
    async authorize(token) {
      if (token === 'broken') throw new Error('no database');
      if (token.startsWith('bad')) return { ok: false, status: 401, message: 'invalid token' };
      const role = token.startsWith('listener') ? ('listener' as const) : ('caller' as const);
      return { ok: true, callId: token, identity: 'client', room: token, role };
    },
  });
  gateway.onIncoming((leg, callId) => {
    const bridge = host.createBridge(callId, 1);
    const call: Call = { leg, bridge, events: [] };
    calls.set(callId, call);
    bridge.attach(leg);
    bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
    leg.onEvent((event) => {
      call.events.push(event);
      for (const wake of waiting.splice(0)) wake();
      if (event.is === 'gone') void bridge.close();
    });
  });
});
after(async () => {
  await gateway.close();
  await host.close();
});

async function until(call: Call, is: LegEvent['is']): Promise<LegEvent> {
  for (;;) {
    const found = call.events.find((event) => event.is === is);
    if (found) return found;
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
}

let count = 0;
async function connect(): Promise<{ client: GatewayClient; call: Call; callId: string; sessionId: string }> {
  const callId = `call-${++count}`;
  const { client, sessionId } = await join(callId);
  const call = calls.get(callId) as Call;
  await Promise.all([client.connected, until(call, 'connected')]);
  return { client, call, callId, sessionId };
}

async function join(callId: string): Promise<{ client: GatewayClient; sessionId: string }> {
  const client = gatewayClient();
  const answer = await gateway.open({ callId, token: callId, sdp: await client.offer() });
  assert.ok(answer.ok, JSON.stringify(answer));
  await client.accept(answer.sdp);
  return { client, sessionId: answer.session_id };
}

/** The agent says a tone. */
function say({ bridge }: Call, utt: string, hz: number): void {
  const voice = bridge.voice('agent');
  voice.write(utt, tone(hz, 600, 24000), 24000);
  voice.end(utt);
  voice.gate(utt, true);
}

function callerSings({ leg, bridge }: Call, hz: number): Promise<void> {
  return new Promise((resolve) => {
    bridge.tap(leg.id, {
      kind: 'stt',
      format: { rate: 16000, codec: 'pcm16' },
      packetMs: 40,
      sink: (pcm) => {
        if (share(pcm, hz, 16000) > 0.5) resolve();
      },
    });
  });
}

test('sound goes both ways, the client is told in the newer words, hanging up says why', async () => {
  const { client, call } = await connect();
  assert.deepEqual(await client.message(({ type }) => type === 'status'), { type: 'status', state: 'live' });
  const heard = [client.hears(600), callerSings(call, 450)];
  say(call, 'u1', 600);
  await client.sing(450, 600);
  await Promise.all(heard);
  call.leg.send({ n: 1, do: 'data', json: { event_type: 'update', transcript: [{ role: 'agent', content: 'Hi.' }] } });
  assert.deepEqual(await client.message(({ type }) => type === 'transcript'), {
    type: 'transcript',
    transcript: [{ role: 'agent', content: 'Hi.' }],
  });
  call.leg.send({ n: 2, do: 'data', json: { event_type: 'call_ended', disconnection_reason: 'agent_hangup' } });
  call.leg.send({ n: 3, do: 'hangup', reason: 'ended' });
  const end = await client.message(({ state }) => state === 'ended');
  assert.deepEqual(end, { type: 'status', state: 'ended', disconnection_reason: 'agent_hangup' });
  const gone = await until(call, 'gone');
  assert.ok(gone.is === 'gone' && gone.by === 'us');
  await client.close();
});

test('a newer session of the same call replaces the older, which is told; the leg goes on', async () => {
  const { client, call, callId, sessionId } = await connect();
  const second = await join(callId);
  await client.message(({ state }) => state === 'replaced');
  await Promise.all([second.client.connected, until(call, 'restored')]);
  const heard = [second.client.hears(700), callerSings(call, 500)];
  say(call, 'u1', 700);
  await second.client.sing(500, 600);
  await Promise.all(heard);
  assert.deepEqual(
    [(await gateway.leave({ callId, token: callId, sessionId })).ok, gateway.has(callId)],
    [false, true],
    'who was replaced cannot hang up',
  );
  await gateway.leave({ callId, token: callId, sessionId: second.sessionId });
  const gone = await until(call, 'gone');
  assert.ok(gone.is === 'gone' && gone.by === 'peer');
  await Promise.all([client.close(), second.client.close()]);
});

test('an ICE restart keeps the session', async () => {
  const { client, call, callId, sessionId } = await connect();
  const ask = { callId, token: callId, sessionId };
  const answer = await gateway.change({ ...ask, sdp: await client.offer(true), candidates: [] });
  assert.ok(answer.ok && answer.session_id === sessionId && answer.sdp !== undefined, JSON.stringify(answer));
  await client.accept(answer.sdp);
  const heard = callerSings(call, 550);
  await Promise.all([heard, client.sing(550, 1500)]);
  await gateway.leave(ask);
  await client.close();
});

test('a client whose connection breaks is degraded, restored when it is back, lost when its time is over', async () => {
  let tell: (news: PeerNews) => void = () => {};
  const state = (each: PeerState) => tell({ is: 'state', target: 'publisher', state: each });
  const session = new GatewaySession({
    callId: 'c',
    openPeer: (_leg, onNews) => ((tell = onNews), { send() {} }),
    wallClock: () => 0,
    limits: { reconnectMs: 20, connectMs: 5_000, lingerMs: 1, silenceMs: 1 },
    log() {},
    onGone() {},
  });
  const events: string[] = [];
  const gone = new Promise<void>((resolve) =>
    session.leg.onEvent((event) => {
      events.push(event.is === 'gone' ? `gone ${event.by}` : event.is);
      if (event.is === 'gone') resolve();
    }),
  );
  for (const each of ['connecting', 'connected', 'disconnected', 'connected', 'failed'] as const) state(each);
  await gone;
  assert.deepEqual(events, ['connected', 'degraded', 'restored', 'degraded', 'gone lost']);
});

test('who may not join does not, and a bad offer leaves the call waiting', async () => {
  const client = gatewayClient();
  const sdp = await client.offer();
  const open = async (callId: string, token: string | null, offer = sdp) => {
    const answer = await gateway.open({ callId, token, sdp: offer });
    return answer.ok ? 200 : answer.status;
  };
  assert.deepEqual(
    await Promise.all([
      open('x', null),
      open('x', 'bad'),
      open('x', 'y'),
      open('listener', 'listener'),
      open('x', 'broken'),
      open('x', 'x', 'no sdp'),
      open('x', 'x', 'v=0\r\nm=audio rubbish'),
      open('x', 'x', `v=0\r\nm=audio ${'x'.repeat(70_000)}`),
    ]),
    [401, 401, 403, 403, 500, 400, 400, 400],
  );
  assert.equal(gateway.has('x'), false);
  assert.equal(calls.has('x'), false);
  assert.equal((await gateway.change({ callId: 'x', token: 'x', sessionId: 's', candidates: [] })).ok, false);
  await client.close();
});

test('of two offers at once the newer holds the call', async () => {
  const [first, second] = [gatewayClient(), gatewayClient()];
  const [one, two] = [await first.offer(), await second.offer()];
  const answers = await Promise.all([one, two].map((sdp) => gateway.open({ callId: 'race', token: 'race', sdp })));
  assert.deepEqual(
    answers.map(({ ok }) => ok),
    [false, true],
  );
  const answer = answers[1]!;
  assert.ok(answer.ok);
  await second.accept(answer.sdp);
  await until(calls.get('race') as Call, 'connected');
  await gateway.leave({ callId: 'race', token: 'race', sessionId: answer.session_id });
  await Promise.all([first.close(), second.close()]);
});

test('too many candidates are refused', async () => {
  const { client, callId, sessionId } = await connect();
  const candidates = Array.from({ length: 201 }, () => ({ candidate: 'candidate:1 1 udp 1 10.0.0.1 9 typ host' }));
  const answer = await gateway.change({ callId, token: callId, sessionId, candidates });
  assert.ok(!answer.ok && answer.status === 400);
  await gateway.leave({ callId, token: callId, sessionId });
  await client.close();
});
