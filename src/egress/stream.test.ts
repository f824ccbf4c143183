// Answers that come bit by bit: the same guard, and limits over the whole.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { EgressRequest } from '../interfaces/egress.ts';
import { createEgress } from './create-egress.ts';

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function open(url: string, more: Partial<EgressRequest> = {}, allow = ['127.0.0.0/8']) {
  const request = { method: 'GET', url, headers: {}, timeoutMs: 5000, maxBodyBytes: 1000, ...more } as const;
  return createEgress({ allow }).stream(request);
}

test('the first bytes are there before the last are sent', async (t) => {
  const url = await serve(t, (request, response) => {
    response.write('one');
    request.on('close', () => undefined);
    t.after(() => response.end());
  });
  const { status, body } = await open(url);
  const reader = body.getReader();
  const { value } = await reader.read();
  assert.deepEqual([status, String(Buffer.from(value ?? []))], [200, 'one']);
  await reader.cancel();
});

test('the end of the answer is the end of the stream, packed or not', async (t) => {
  const url = await serve(t, (_request, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync('hello'));
  });
  assert.equal(await text((await open(url)).body), 'hello');
});

test('redirects are answers, and private addresses stay closed', async (t) => {
  const url = await serve(t, (_request, response) => response.writeHead(302, { location: '/b' }).end());
  const answer = await open(url);
  assert.deepEqual([answer.status, answer.headers.location], [302, '/b']);
  await answer.body.cancel();
  await assert.rejects(open(url, {}, []), { name: 'EgressError', kind: 'blocked' });
});

test('the limits of bytes and time hold for the whole answer', async (t) => {
  const bomb = await serve(t, (_request, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(100_000)));
  });
  await assert.rejects(text((await open(bomb)).body), /longer than 1000 bytes/);
  const dripping = await serve(t, (_request, response) => void response.write('a'));
  await assert.rejects(text((await open(dripping, { timeoutMs: 100 })).body), /timeout of 100ms exceeded/);
  const giveUp = new AbortController();
  const { body } = await open(dripping, { signal: giveUp.signal });
  const reading = text(body);
  giveUp.abort();
  await assert.rejects(reading, { name: 'EgressError', kind: 'aborted' });
});

test('an answer that is cut is told as an error', async (t) => {
  const url = await serve(t, (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  });
  await assert.rejects(text((await open(url)).body), { name: 'EgressError', kind: 'network' });
});
