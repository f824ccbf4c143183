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

/** Serves it; gives its address. */
export async function serveSdkPage(t: Scope): Promise<string> {
  const files = new Set(Object.values(modules));
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    if (path === '') return void response.setHeader('content-type', 'text/html').end(page);
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
