// A program's requests: real ones, over the guarded way out.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { createEgress } from '../egress/index.ts';
import type { CodeRequest } from '../interfaces/code-runner.ts';
import { testCodeRunner } from '../../test/support/code-runner.ts';

const runner = testCodeRunner({ maxProcesses: 2 });
const open = createEgress({ allow: ['127.0.0.0/8'] });
const seen: string[] = [];
let cutOff = Promise.withResolvers<void>();
let arrived = Promise.withResolvers<void>();
let atOnce = { now: 0, most: 0 };

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());
const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  let body = '';
  for await (const part of request) body += String(part);
  seen.push(`${method} ${url}`);
  if (url === '/echo') return void response.setHeader('x-two', 'a').end(JSON.stringify({ method, headers, body }));
  if (url === '/fail') return void response.writeHead(404).end('no such thing');
  if (url === '/huge') return void response.end('x'.repeat(2_000_000));
  if (url === '/binary') return void response.end(Buffer.from([0xff, 0x00, 0x41]));
  if (url === '/cut')
    return void response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy());
  if (url === '/never') {
    arrived.resolve();
    return void response.on('close', () => cutOff.resolve());
  }
  atOnce.most = Math.max(atOnce.most, ++atOnce.now);
  setImmediate(() => {
    atOnce.now--;
    response.end('{"ok":true}');
  });
}

function run(code: string, request: Partial<CodeRequest> = {}): Promise<unknown> {
  return runner.value(code, { dv: { at }, send: (each) => open.send(each), ...request });
}

test('sends method, headers and body, and reads status, headers and JSON', async () => {
  const value = (await run(`
    const response = await fetch(dv.at + '/echo', { method: 'post', headers: { 'X-One': 1 }, body: JSON.stringify({ a: 'ä' }) });
    return { ok: response.ok, status: response.status, two: response.headers.get('X-Two'), url: response.url, json: await response.json() };`)) as any;
  assert.deepEqual([value.ok, value.status, value.two, value.url], [true, 200, 'a', `${at}/echo`]);
  assert.deepEqual([value.json.method, value.json.body, value.json.headers['x-one']], ['POST', '{"a":"ä"}', '1']);
});

test('takes URL objects, Headers and form fields', async () => {
  const value = (await run(`
    const headers = new Headers([['x-a', '1'], ['X-A', '2']]);
    const response = await fetch(new URL('/echo', dv.at), { method: 'PUT', headers, body: new URLSearchParams({ q: 'a b', z: '&' }) });
    return response.json();`)) as any;
  assert.deepEqual([value.body, value.headers['x-a']], ['q=a+b&z=%26', '1, 2']);
  assert.match(value.headers['content-type'], /^application\/x-www-form-urlencoded/);
});

test('a refusal of the server is an answer; a body is read once', async () => {
  const code = `
    const response = await fetch(dv.at + '/fail');
    const copy = response.clone();
    const text = await response.text();
    return [response.ok, response.status, text, await copy.text(), await response.json().catch((e) => e.name)];`;
  assert.deepEqual(await run(code), [false, 404, 'no such thing', 'no such thing', 'TypeError']);
});

test('addresses of private networks and of the machine itself are refused', async () => {
  const guarded = createEgress({ allow: [] });
  const targets = [
    `${at}/echo`,
    'http://localhost/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://10.0.0.1/',
    'http://0x7f.1/',
    'file:///etc/passwd',
    'ftp://a/',
    'no address',
    '',
  ];
  const before = seen.length;
  const code = `const ends = []; for (const each of ${JSON.stringify(targets)}) ends.push(await fetch(each).then(() => 'reached', (e) => e.name + ': ' + e.message)); return ends`;
  const ends = (await run(code, { send: (each) => guarded.send(each) })) as string[];
  for (const [index, end] of ends.entries()) assert.match(end, /^TypeError: fetch failed/, targets[index]);
  assert.match(String(ends[0]), /RINGBACK_EGRESS_ALLOW/);
  assert.equal(seen.length, before);
});

test('of a thousand requests a hundred are sent, ten at once, and the rest is refused', async () => {
  const before = seen.length;
  atOnce = { now: 0, most: 0 };
  const code = `
    const all = await Promise.allSettled(Array.from({ length: 1000 }, () => fetch(dv.at + '/some').then((r) => r.json())));
    return [all.filter((e) => e.status === 'fulfilled').length, all.at(-1).reason.message];`;
  assert.deepEqual(await run(code), [100, 'fetch failed: more than 100 requests in one run']);
  assert.equal(seen.length - before, 100);
  assert.ok(atOnce.most <= 10);
});

test('a huge answer is refused, a broken one rejects, bytes become text', async () => {
  const words = (path: string) =>
    run(`return [await fetch(dv.at + '${path}').then((r) => r.text(), (e) => e.message)]`).then(String);
  assert.equal(await words('/huge'), 'fetch failed: the answer is longer than 1048576 bytes');
  assert.match(String(await words('/cut')), /^fetch failed: /);
  assert.match(String(await words('/binary')), /A$/);
});

test('requests that cannot be sent are refused in words', async () => {
  const words = (init: string) =>
    run(`return JSON.stringify(await fetch(dv.at + '/echo', ${init}).then(() => 'sent', (e) => e.message))`);
  assert.match(String(await words('{ method: "TRACE" }')), /TRACE cannot be used/);
  assert.match(String(await words('{ body: "x" }')), /GET request has no body/);
  assert.match(String(await words('{ method: "POST", body: { a: 1 } }')), /JSON\.stringify/);
  assert.match(String(await words('{ headers: { "bad name\\n": "x" } }')), /fetch failed/);
});

test('what is still under way when the program is over is given up', async () => {
  cutOff = Promise.withResolvers();
  arrived = Promise.withResolvers();
  await run(`fetch(dv.at + '/never').catch(() => {}); await fetch(dv.at + '/some'); return 1`);
  await cutOff.promise;
});

test('the time of a program holds for what it waits for, and its request is cut off', async () => {
  cutOff = Promise.withResolvers();
  arrived = Promise.withResolvers();
  const stop = new AbortController();
  const end = runner.fault(`await fetch(dv.at + '/never')`, {
    dv: { at },
    send: (each) => open.send(each),
    signal: stop.signal,
  });
  await arrived.promise;
  stop.abort();
  assert.equal((await end).why, 'aborted');
  await cutOff.promise;
});
