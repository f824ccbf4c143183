import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { DisconnectReason } from '@livekit/protocol';
import type { MediaEvent } from '../../interfaces/bridge.ts';
import { startRelay } from '../../../test/support/relay.ts';
import { startMediaServer, type MediaServer, type ServedCall } from '../../../test/support/media-server.ts';
import type { CallClient } from './call-client.ts';
import { joinCall } from './client.ts';

let server: MediaServer;
before(async () => {
  server = await startMediaServer({ limits: { reconnectMs: 4000, lingerMs: 50 } });
});
after(() => server.close());

let calls = 0;
async function connect(url = server.url): Promise<{ client: CallClient; call: ServedCall }> {
  const token = `call-${++calls}`;
  const client = await joinCall({ url, token, hearRateHz: 24000 });
  const call = await server.call(token);
  await Promise.all([client.connected, call.until('connected')]);
  return { client, call };
}

const tone = (hz: number, ms: number, rateHz: number) =>
  Int16Array.from({ length: (rateHz * ms) / 1000 }, (_, i) =>
    Math.round(9000 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  );

/** Share of a frame's energy at `hz`. */
function share(pcm: Int16Array, hz: number, rateHz: number): number {
  let [s, c, energy] = [0, 0, 1];
  pcm.forEach((value, i) => {
    s += value * Math.sin((2 * Math.PI * hz * i) / rateHz);
    c += value * Math.cos((2 * Math.PI * hz * i) / rateHz);
    energy += value * value;
  });
  return (2 * (s * s + c * c)) / (pcm.length * energy);
}

/** Resolves when the agent has been heard saying this tone. */
function heard(client: CallClient, hz: number): Promise<void> {
  return new Promise((resolve) => {
    client.onSound((pcm, rateHz) => {
      if (pcm.some((value) => Math.abs(value) > 3000) && share(pcm, hz, rateHz) > 0.9) resolve();
    });
  });
}

/** Resolves when the recogniser has been given this tone of the caller. */
function recognised(call: ServedCall, hz: number): Promise<void> {
  return new Promise((resolve) => {
    const sink = (pcm: Int16Array) => {
      if (pcm.length === 640 && pcm.some((value) => Math.abs(value) > 3000) && share(pcm, hz, 16000) > 0.9) resolve();
    };
    call.bridge.tap(call.leg.id, { kind: 'stt', sink, format: { rate: 16000, codec: 'pcm16' }, packetMs: 40 });
  });
}

function say(call: ServedCall, utt: string, hz: number, ms: number): void {
  const voice = call.bridge.voice('agent');
  voice.write(utt, tone(hz, ms, 22050), 22050);
  voice.end(utt);
  voice.gate(utt, true);
}

test('sound goes both ways, data reaches the client, leaving ends the leg once', async () => {
  const { client, call } = await connect();
  const agent = heard(client, 700);
  const caller = recognised(call, 400);
  const media: MediaEvent[] = [];
  const done = new Promise<void>((resolve) => {
    call.bridge.onEvent((event) => {
      media.push(event);
      if (event.is === 'done') resolve();
    });
  });
  const data = new Promise<unknown>((resolve) => client.onData(resolve));
  call.leg.send({ n: 1, do: 'data', json: { event_type: 'update' } });
  call.leg.send({ n: 1, do: 'hangup', reason: 'ended' });
  say(call, 'u', 700, 400);
  client.say(tone(400, 600, 48000), 48000);
  await Promise.all([agent, caller, done, client.said()]);
  assert.deepEqual(await data, { event_type: 'update' });
  assert.deepEqual(
    media.map(({ is }) => is),
    ['first', 'done'],
  );
  client.sendData({ from: 'client' });
  const said = await call.until('data');
  assert.deepEqual(said.is === 'data' && said.json, { from: 'client' });
  await client.leave();
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'peer');
  assert.deepEqual(
    call.events.map(({ is }) => is),
    ['connected', 'data', 'gone'],
  );
});

test('data written before the channel is open waits for it; what is too long is not sent', async () => {
  const token = `call-${++calls}`;
  const client = await joinCall({ url: server.url, token });
  const { leg, until } = await server.call(token);
  const got: unknown[] = [];
  const both = new Promise<void>((resolve) => client.onData((json) => got.push(json) === 2 && resolve()));
  leg.send({ n: 1, do: 'data', json: { first: true } });
  leg.send({ n: 2, do: 'data', json: { long: 'x'.repeat(70_000) } });
  leg.send({ n: 3, do: 'data', json: { long: 'x'.repeat(50_000) } });
  await both;
  assert.deepEqual(
    got.map((json) => Object.keys(json as object)),
    [['first'], ['long']],
  );
  await client.leave();
  await until('gone');
});

test('hanging up tells the client that the room is gone', async () => {
  const { client, call } = await connect();
  call.leg.send({ n: 1, do: 'hangup', reason: 'ended' });
  assert.deepEqual(await client.ended, { by: 'server', reason: DisconnectReason.ROOM_DELETED });
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'us');
});

test('muting is told to the call', async () => {
  const { client, call } = await connect();
  client.mute(true);
  const muted = await call.until('muted');
  assert.ok(muted.is === 'muted' && muted.on);
  await client.leave();
  await call.until('gone');
});

test('a client that is killed is degraded at once and lost when its time to come back is over', async () => {
  const { client, call } = await connect();
  await client.kill();
  await call.until('degraded');
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'lost');
});

test('the newest client of a call takes it over; the older one is told, the leg goes on', async () => {
  const { client, call } = await connect();
  const second = await joinCall({ url: server.url, token: `call-${calls}` });
  assert.deepEqual(await client.ended, { by: 'server', reason: DisconnectReason.DUPLICATE_IDENTITY });
  await Promise.all([second.connected, call.until('restored')]);
  const agent = heard(second, 900);
  const caller = recognised(call, 500);
  say(call, 'u', 900, 400);
  second.say(tone(500, 600, 16000), 16000);
  await Promise.all([agent, caller]);
  assert.equal(
    call.events.some(({ is }) => is === 'gone'),
    false,
  );
  await second.leave();
  await call.until('gone');
});

test('a network that is cut, signalling and sound, and comes back: the call goes on', async () => {
  const relay = await startRelay(server.port);
  const { client, call } = await connect(relay.url);
  const before = heard(client, 600);
  say(call, 'before', 600, 400);
  await before;
  relay.cut();
  await call.until('degraded');
  relay.heal();
  await client.resume(relay.url);
  await call.until('restored');
  const agent = heard(client, 800);
  const caller = recognised(call, 450);
  say(call, 'after', 800, 400);
  client.say(tone(450, 600, 24000), 24000);
  await Promise.all([agent, caller]);
  await client.leave();
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'peer');
  await relay.close();
});

test('plain HTTP answers what clients ask', async () => {
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(server.url + path, { method });
    return [response.status, await response.text(), response.headers.get('access-control-allow-origin')];
  };
  assert.deepEqual(await get('/rtc/validate?access_token=good'), [200, 'success', '*']);
  assert.deepEqual(await get('/rtc/validate?access_token=bad'), [401, 'invalid token', '*']);
  assert.deepEqual(await get('/rtc/validate'), [401, 'no access token', '*']);
  assert.deepEqual(await get('/rtc/v1/validate?access_token=good'), [404, 'not found', '*']);
  assert.deepEqual(await get('/settings/regions'), [200, '{"regions":[]}', '*']);
  assert.deepEqual(await get('/settings/regions', 'OPTIONS'), [200, '{"regions":[]}', '*']);
});

test('a token that is not valid does not get in', async () => {
  await assert.rejects(joinCall({ url: server.url, token: 'bad' }), /status 401/);
});

test('the port range is kept and a full one is said', async () => {
  const small = await startMediaServer({ udpPorts: [45_730, 45_733], limits: { lingerMs: 20 } });
  const first = await joinCall({ url: small.url, token: 'one' });
  await first.connected;
  const { until } = await small.call('one');
  const second = await joinCall({ url: small.url, token: 'two' });
  assert.deepEqual(await second.ended, { by: 'server', reason: DisconnectReason.JOIN_FAILURE });
  assert.ok(small.logged.some(({ fields }) => String(fields?.why).includes('RINGBACK_UDP_PORTS')));
  await first.leave();
  await until('gone');
  const third = await joinCall({ url: small.url, token: 'three' });
  await third.connected;
  await third.leave();
  await small.close();
});

test('a call whose session is gone cannot be resumed', async () => {
  const { client, call } = await connect();
  await client.leave();
  await call.until('gone');
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rtc?access_token=${call.callId}&reconnect=1&sid=PA_x`);
  await once(socket, 'close');
});

test('a listener hears, and cannot make itself heard until it may, whatever it sends', async () => {
  const client = await joinCall({ url: server.url, token: 'listener-1', hearRateHz: 24000 });
  const call = await server.call('listener-1');
  await call.until('connected');
  assert.equal(call.leg.role, 'supervisor');
  const agent = heard(client, 700);
  say(call, 'u', 700, 400);
  await agent;
  // Its track was refused; it offers its microphone all the same.
  await (client as unknown as { offer(iceRestart: boolean): Promise<void> }).offer(false);
  await client.connected;
  let packets = 0;
  const sink = (pcm: Int16Array) => void (packets += pcm.some((value) => Math.abs(value) > 3000) ? 1 : 0);
  call.bridge.tap(call.leg.id, { kind: 'stt', sink, format: { rate: 16000, codec: 'pcm16' }, packetMs: 40 });
  client.say(tone(450, 400, 24000), 24000);
  await client.said();
  assert.equal(packets, 0);
  call.leg.send({ n: 1, do: 'publish', on: true });
  const caller = recognised(call, 450);
  client.say(tone(450, 600, 24000), 24000);
  await caller;
  await client.leave();
  await call.until('gone');
});
