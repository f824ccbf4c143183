// A real browser with the real LiveKit client on a bad network: signalling and sound are cut for three seconds in the middle of a call.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { launchBrowser } from '../pages/browser.ts';
import { startMediaServer, type ServedCall } from '../support/media-server.ts';
import { startRelay } from '../support/relay.ts';

const cutMs = 3000;

/** What the page offers to the test. */
interface CallPage {
  begin(url: string, token: string): Promise<void>;
  /** Loudness of the agent's sound just now, 0..1. */
  loudness(): number;
  events: string[];
  leave(): Promise<void>;
}

const page = `<!doctype html><title>call</title><script type="module">
import { Room, RoomEvent } from '/livekit-client.mjs';
const room = new Room();
const events = [];
let analyser;
for (const name of ['Connected', 'Reconnecting', 'SignalReconnecting', 'Reconnected', 'Disconnected']) {
  room.on(RoomEvent[name], () => events.push(name));
}
room.on(RoomEvent.DataReceived, (data, participant) => events.push('data ' + participant?.identity + ' ' + new TextDecoder().decode(data)));
room.on(RoomEvent.TrackSubscribed, (track, publication) => {
  events.push('track ' + publication.trackName);
  track.attach();
  const context = new AudioContext();
  analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
});
window.call = {
  events,
  async begin(url, token) {
    await room.connect(url, token);
    await room.localParticipant.setMicrophoneEnabled(true);
  },
  loudness() {
    if (!analyser) return 0;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  },
  leave: () => room.disconnect(),
};
</script>`;

function servePage() {
  const server = createServer((request, response) => {
    if (request.url === '/livekit-client.mjs') {
      const file = new URL('../../node_modules/livekit-client/dist/livekit-client.esm.mjs', import.meta.url);
      response.setHeader('content-type', 'text/javascript');
      void readFile(file).then((code) => response.end(code));
    } else response.setHeader('content-type', 'text/html').end(page);
  });
  return new Promise<{ url: string; close(): void }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => server.close() });
    });
  });
}

/** Resolves when the recogniser of this call is given sound, not silence. */
function callerHeard({ bridge, leg }: ServedCall): Promise<void> {
  return new Promise((resolve) => {
    const sink = (pcm: Int16Array) => {
      if (pcm.some((value) => Math.abs(value) > 1000)) resolve();
    };
    bridge.tap(leg.id, { kind: 'stt', sink, format: { rate: 16000, codec: 'pcm16' }, packetMs: 40 });
  });
}

function speak({ bridge }: ServedCall, utt: string): void {
  const voice = bridge.voice('agent');
  const tone = Int16Array.from({ length: 24_000 * 20 }, (_, i) =>
    Math.round(9000 * Math.sin((2 * Math.PI * 440 * i) / 24_000)),
  );
  voice.write(utt, tone, 24_000);
  voice.gate(utt, true);
}

test('the LiveKit client in Chromium talks, survives a cut of three seconds, and leaves', async (t) => {
  const server = await startMediaServer();
  t.after(() => server.close());
  const relay = await startRelay(server.port);
  t.after(() => relay.close());
  const served = await servePage();
  t.after(() => served.close());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const tab = await browser.newPage();
  await tab.goto(served.url);
  type Global = { call: CallPage };
  await tab.evaluate(
    ([url, token]) => (globalThis as unknown as Global).call.begin(url!, token!),
    [relay.url, 'browser'],
  );
  const call = await server.call('browser');
  await call.until('connected');
  const soundArrives = () =>
    tab.waitForFunction(() => (globalThis as unknown as Global).call.loudness() > 0.1, null, { polling: 100 });

  speak(call, 'before');
  call.leg.send({ n: 1, do: 'data', json: { event_type: 'update' } });
  await Promise.all([callerHeard(call), soundArrives()]);

  relay.cut();
  await call.until('degraded');
  await new Promise((resolve) => setTimeout(resolve, cutMs));
  relay.heal();
  await call.until('restored');

  call.bridge.voice('agent').clear();
  await tab.waitForFunction(() => (globalThis as unknown as Global).call.loudness() < 0.01, null, { polling: 100 });
  speak(call, 'after');
  await Promise.all([callerHeard(call), soundArrives()]);

  const events = await tab.evaluate(() => (globalThis as unknown as Global).call.events);
  assert.ok(events.includes('track agent_audio'), events.join());
  assert.ok(events.includes('data server {"event_type":"update"}'), events.join());
  assert.equal(events.includes('Disconnected'), false, events.join());
  await tab.evaluate(() => (globalThis as unknown as Global).call.leave());
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'peer');
  const ways = call.events.map(({ is }) => is).filter((is) => is === 'degraded' || is === 'restored');
  assert.equal(ways.at(-1), 'restored', ways.join());
});
