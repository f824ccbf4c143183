// A page with the official browser SDK exactly as npm has it: its files and those of its two dependencies, joined by an import map.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scope } from './scope.ts';

/** Where the SDK goes, whatever one would like: it is written into it. */
export const SDK_HOST = 'retell-ai-4ihahnq7.livekit.cloud:443';

const modules: Record<string, string> = {
  'retell-client-js-sdk': 'retell-client-js-sdk/dist/index.modern.mjs',
  'livekit-client': 'livekit-client/dist/livekit-client.esm.mjs',
  eventemitter3: 'eventemitter3/dist/eventemitter3.esm.js',
};

/** `window.client` with every event noted in `window.seen`, the loudest of the `audio` samples since the last look in `window.peak`. */
const page = `<!doctype html><title>SDK</title>
<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(Object.entries(modules).map(([name, path]) => [name, `/${path}`])) })}</script>
<script type="module">
import { RetellWebClient } from 'retell-client-js-sdk';
window.seen = [];
window.peak = 0;
window.client = new RetellWebClient();
for (const name of ['call_started', 'call_ready', 'update', 'metadata', 'node_transition', 'agent_start_talking', 'agent_stop_talking', 'call_ended', 'error'])
  client.on(name, (event) => seen.push({ name, event }));
client.on('audio', (samples) => { for (const sample of samples) window.peak = Math.max(window.peak, Math.abs(sample)); });
</script>`;

/**
 * The official LiveKit client as one who listens: `room` joins, `seen` notes what the room says, `level(hz)` is how loud the subscribed
 * sound is, at one frequency or at all of them, 0..255.
 */
const listenPage = `<!doctype html><title>Listener</title>
<script type="module">
import { createAudioAnalyser, Room, RoomEvent } from '/${modules['livekit-client']}';
window.seen = [];
window.room = new Room();
let analyser;
room.on(RoomEvent.TrackSubscribed, (track) => {
  track.attach();
  analyser = createAudioAnalyser(track, { fftSize: 2048, smoothingTimeConstant: 0, minDecibels: -80, maxDecibels: -10 }).analyser;
  seen.push('track');
});
room.on(RoomEvent.Disconnected, () => seen.push('disconnected'));
room.on(RoomEvent.ParticipantPermissionsChanged, () => seen.push('permissions'));
window.level = (hz) => {
  const bins = new Uint8Array(analyser.frequencyBinCount);
  analyser.getByteFrequencyData(bins);
  const width = analyser.context.sampleRate / analyser.fftSize;
  return hz ? bins[Math.round(hz / width)] : Math.max(...bins.slice(4));
};
window.ready = true;
</script>`;

/** Serves the SDK's page, and one that listens at `/listen`; gives their address. */
export async function serveSdkPage(t: Scope): Promise<string> {
  const files = new Set(Object.values(modules));
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    if (path === '') return void response.setHeader('content-type', 'text/html').end(page);
    if (path === 'listen') return void response.setHeader('content-type', 'text/html').end(listenPage);
    if (!files.has(path)) return void response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    void readFile(new URL(`../../node_modules/${path}`, import.meta.url)).then((code) => response.end(code));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
