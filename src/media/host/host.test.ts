import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFramePacker, unpackFrames } from './frame-pack.ts';
import { createMediaClock } from './media-clock.ts';
import { startMediaHost } from './start-media-host.ts';
import { steadyUs } from './steady-time.ts';
import { startMediaServer } from '../../../test/support/media-server.ts';
import { joinCall } from '../webrtc/client.ts';

interface HostDump {
  ticker: { slots: number; p99Ms: number };
  bridges: Record<string, { frames: number; skippedFrames: number; lateFrames: number }>;
  peers: { soundOut: number; keyObjects: boolean }[];
}

test('frames packed together come out as they went in', () => {
  const packer = createFramePacker();
  const sent = Array.from({ length: 300 }, (_, i) => ({
    bridge: i % 7,
    tap: i,
    pcm: new Int16Array(i * 3).fill(i),
    at: i * 1e9,
  }));
  for (const { bridge, tap, pcm, at } of sent) packer.add(bridge, `tap-${tap}`, pcm, at);
  const got: typeof sent = [];
  unpackFrames(packer.take()!, (bridge, tap, pcm, at) => got.push({ bridge, tap, pcm: pcm.slice(), at }));
  assert.deepEqual(got, sent);
  assert.equal(packer.take(), null);
});

test('the clock of a bridge calls back when its time has come, and not after a cancel', async () => {
  const clock = createMediaClock(steadyUs());
  const called: string[] = [];
  const cancel = clock.at(clock.now() + 2000, () => called.push('cancelled'));
  cancel();
  await new Promise<void>((resolve) => clock.at(clock.now() + 8000, resolve));
  const past = clock.now();
  await new Promise<void>((resolve) => clock.at(past - 1, resolve));
  assert.ok(past >= 8000);
  assert.deepEqual(called, []);
});

test('the main thread may block for 50 ms and no listener hears it', async () => {
  const server = await startMediaServer();
  const client = await joinCall({ url: server.url, token: 'blocked' });
  const { bridge, until } = await server.call('blocked');
  await Promise.all([client.connected, until('connected')]);
  const voice = bridge.voice('agent');
  const done = new Promise<void>((resolve) => bridge.onEvent((event) => event.is === 'done' && resolve()));
  const before = (await server.host.dump()) as HostDump;
  voice.write('u', new Int16Array(48_000).fill(3000), 24000);
  voice.end('u');
  voice.gate('u', true);
  const still = new Int32Array(new SharedArrayBuffer(4));
  let blocked = 0;
  let over = false;
  void done.then(() => (over = true));
  while (!over) {
    // Twenty times a second, half of the time: what a busy main thread looks like.
    Atomics.wait(still, 0, 0, 50);
    blocked++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const dump = (await server.host.dump()) as HostDump;
  const [after] = Object.values(dump.bridges);
  const [start] = Object.values(before.bridges);
  assert.ok(blocked >= 10, `blocked ${blocked} times`);
  assert.equal(after!.skippedFrames, start!.skippedFrames);
  const late = (after!.lateFrames - start!.lateFrames) / (after!.frames - start!.frames);
  assert.ok(late <= 0.03, `${late} of the frames left more than 20 ms late`);
  assert.equal(dump.peers[0]!.soundOut, 100);
  assert.equal(dump.peers[0]!.keyObjects, true);
  await client.leave();
  await server.close();
});

test('a media host that dies says so, and closing its bridges still resolves', async () => {
  const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
  const bridge = host.createBridge('call', 1);
  assert.equal(((await host.dump()) as HostDump).ticker.slots > 0, true);
  await host.close();
  assert.deepEqual((await bridge.close()).recorded, null);
  assert.equal(await host.dump(), undefined);
  await host.close();
});
