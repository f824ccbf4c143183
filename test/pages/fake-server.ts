// The server as the pages see it, held in memory: built files with SPA fallback, the API over HTTP, the files of one call.
// It stands on the wire, so the pages under test are the built ones.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { FakeCalls } from './fake-call.ts';
import { sampleLadder } from './fake-telephony.ts';
import { fakeWorld } from './fake-world.ts';
import type { FakeWorld } from './fake-world.ts';
import { twoChannelTone } from './two-channel-tone.ts';

export interface FakeServer {
  url: string;
  world: FakeWorld;
  /** What was asked, in order: `PATCH /update-agent/agent_1`. */
  requests: { line: string; body: any }[];
  close(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dashboard', 'dist');
const clientFile = join(root, 'web-client', 'dist', 'web-client.js');
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Nowhere looser than the policy of the real server (src/http/headers.ts). */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'";

/** Listens on a free port of loopback. With `calls`, create-web-call and /rtc work. */
export async function startFakeServer(world: FakeWorld = fakeWorld(), calls?: FakeCalls): Promise<FakeServer> {
  const requests: FakeServer['requests'] = [];
  if (calls) world.tokenOf = (callId) => calls.token(callId);
  const server = createServer((request, response) => {
    answer(request, response, world, requests, calls).catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify({ status: 'error', message: String(error) }));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (calls) calls.endpoint.handleUpgrade(request, socket, head);
    else socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  world: FakeWorld,
  requests: FakeServer['requests'],
  calls: FakeCalls | undefined,
): Promise<void> {
  const told = await calls?.endpoint.handleHttp(request);
  if (told) return void response.writeHead(told.status, told.headers).end(told.body);
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/files/recording.wav') return sendRecording(request, response);
  if (pathname === '/files/sip_ladder.txt') return void response.end(sampleLadder);
  if (pathname === '/files/public.log') return void response.end(world.log);
  const operation = `${request.method} ${pathname}`;
  const isPage = request.method === 'GET' && !/^\/(v2|health|list-|get-)/.test(pathname);
  if (isPage) return sendPage(pathname, response);
  const body = await readBody(request);
  requests.push({ line: operation + search, body });
  const { status, content } = world.answer(operation, body);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(content === undefined ? undefined : JSON.stringify(content));
}

async function readBody(request: IncomingMessage): Promise<any> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

async function sendPage(pathname: string, response: ServerResponse): Promise<void> {
  const wanted = extname(pathname) === '' ? '/index.html' : normalize(pathname);
  const content = await readFile(pathname === '/web-client.js' ? clientFile : join(dist, wanted)).catch(
    () => undefined,
  );
  if (content === undefined) {
    const why = wanted === '/index.html' ? 'The dashboard is not built: npm run build:pages' : 'Not found';
    return void response.writeHead(404).end(why);
  }
  response.writeHead(200, {
    'content-type': types[extname(wanted)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  });
  response.end(content);
}

/** With ranges, as players ask for them. */
function sendRecording(request: IncomingMessage, response: ServerResponse): void {
  const wav = twoChannelTone(14);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const head = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' };
  if (!range) return void response.writeHead(200, { ...head, 'content-length': wav.length }).end(wav);
  const start = Number(range[1]);
  const end = range[2] ? Number(range[2]) : wav.length - 1;
  response.writeHead(206, { ...head, 'content-range': `bytes ${start}-${end}/${wav.length}` });
  response.end(wav.subarray(start, end + 1));
}
