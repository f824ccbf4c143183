// Addresses that answer without a key, and what protects them.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { OPERATIONS } from '../../src/contract/index.ts';
import { createSignInLink } from '../../src/resources/sign-in/index.ts';
import { forgetUsedSignIns } from '../../src/storage/index.ts';
import { testServer, type TestServer } from '../support/http.ts';

function signInPath(server: TestServer): string {
  const now = () => server.clock.now;
  const link = createSignInLink(
    { envelope: server.envelope, now },
    { workspaceId: server.workspaceId, publicUrl: 'http://ringback.test' },
  );
  return link.slice('http://ringback.test'.length);
}

async function signedIn(server: TestServer): Promise<string> {
  const answer = await fetch(server.url + signInPath(server), { redirect: 'manual' });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), '/');
  const [cookie = ''] = answer.headers.getSetCookie();
  assert.match(cookie, /; HttpOnly; SameSite=Strict$/);
  return cookie.split(';')[0] ?? '';
}

test('a sign-in link works once and for ten minutes', async (t) => {
  const server = await testServer(t);
  const path = signInPath(server);
  assert.equal(
    (await fetch(server.url + path, { method: 'HEAD', redirect: 'manual' })).status,
    401,
    'a preview uses nothing up',
  );
  const both = await Promise.all([1, 2].map(() => fetch(server.url + path, { redirect: 'manual' })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [303, 401]);
  const late = signInPath(server);
  server.clock.now += 10 * 60_000;
  assert.equal((await fetch(server.url + late, { redirect: 'manual' })).status, 401);
  for (const wrong of ['', '?token=', '?token=a.b', `?token=${path.split('=')[1]}x`, '?token=a&token=b'])
    assert.equal((await fetch(`${server.url}/sign-in${wrong}`, { redirect: 'manual' })).status, 401, wrong);
});

test('a session reads the API, and changes things only from our own pages', async (t) => {
  const server = await testServer(t);
  const cookie = await signedIn(server);
  assert.equal((await fetch(`${server.url}/list-agents`, { headers: { cookie } })).status, 200);
  const create = (headers: Record<string, string>) =>
    fetch(`${server.url}/create-retell-llm`, {
      method: 'POST',
      body: '{}',
      headers: { cookie, 'content-type': 'application/json', ...headers },
    });
  assert.equal((await create({ 'sec-fetch-site': 'same-origin' })).status, 201);
  assert.equal((await create({ origin: server.url })).status, 201, 'browsers that send no Sec-Fetch-Site');
  assert.equal((await create({ origin: 'http://ringback.test' })).status, 201, 'by the public address');
  assert.equal((await create({})).status, 403);
  assert.equal((await create({ origin: 'https://evil.test' })).status, 403);
  assert.equal((await create({ 'sec-fetch-site': 'same-site', origin: server.url })).status, 403);
  assert.equal((await create({ 'sec-fetch-site': 'cross-site' })).status, 403);
  const byKey = await create({ authorization: `Bearer ${server.key}` });
  assert.equal(byKey.status, 201, 'a key needs no origin');
  server.clock.now += 31 * 24 * 3_600_000;
  assert.equal((await fetch(`${server.url}/list-agents`, { headers: { cookie } })).status, 401, 'sessions end');
});

test('behind a trusted proxy with https the cookie is for https only', async (t) => {
  const https = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
  const cookieOf = async (server: TestServer) => {
    const answer = await fetch(server.url + signInPath(server), { redirect: 'manual', headers: https });
    return answer.headers.getSetCookie()[0] ?? '';
  };
  assert.match(await cookieOf(await testServer(t, { http: { trustProxy: true } })), /; Secure$/);
  assert.match(await cookieOf(await testServer(t, { http: { trustProxy: 1 } })), /; Secure$/);
  assert.doesNotMatch(await cookieOf(await testServer(t)), /Secure/);
});

test('signing out takes the cookie away', async (t) => {
  const server = await testServer(t);
  const answer = await fetch(`${server.url}/sign-out`, { method: 'POST' });
  assert.match(answer.headers.getSetCookie()[0] ?? '', /^ringback_session=; Path=\/; Max-Age=0/);
});

test('signing out ends the session itself, whoever has kept the cookie', async (t) => {
  const server = await testServer(t);
  const [mine, other] = [await signedIn(server), await signedIn(server)];
  const read = async (cookie: string) => (await fetch(`${server.url}/list-voices`, { headers: { cookie } })).status;
  assert.deepEqual([await read(mine), await read(other)], [200, 200]);
  for (const times of [1, 2])
    assert.equal(
      (await fetch(`${server.url}/sign-out`, { method: 'POST', headers: { cookie: mine } })).status,
      204,
      `${times}`,
    );
  assert.deepEqual([await read(mine), await read(other)], [401, 200]);
  await forgetUsedSignIns(server.database.db, server.clock.now);
  assert.equal(await read(mine), 401);
});

test('health says what is wrong', async (t) => {
  const state = { ok: true, body: { status: 'ok' } as object };
  const server = await testServer(t, { http: { health: async () => state } });
  assert.equal((await fetch(`${server.url}/health`)).status, 200);
  Object.assign(state, { ok: false, body: { status: 'down', database: 'cannot be reached' } });
  const answer = await fetch(`${server.url}/health`);
  assert.deepEqual([answer.status, await answer.json()], [503, state.body]);
});

test('metrics are for this machine or for who has the token', async (t) => {
  const server = await testServer(t, { http: { metricsToken: 'a-metrics-token' } });
  const get = (headers: Record<string, string>) => fetch(`${server.url}/metrics`, { headers });
  assert.equal((await get({})).status, 200);
  assert.equal(
    (await get({ 'x-forwarded-for': '203.0.113.9' })).status,
    401,
    'a proxy on this machine is not this machine',
  );
  assert.equal((await get({ 'x-forwarded-for': '127.0.0.1' })).status, 401);
  for (const name of ['via', 'forwarded', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'cf-connecting-ip'])
    assert.equal((await get({ [name]: 'x' })).status, 401, name);
  const foreign = request(`${server.url}/metrics`, { headers: { host: 'voice.example.com' } }).end();
  const [answer] = (await once(foreign, 'response')) as [IncomingMessage];
  assert.equal(answer.resume().statusCode, 401, 'a name from elsewhere that resolves to this machine');
  const proxied = { 'x-forwarded-for': '203.0.113.9' };
  assert.equal((await get({ ...proxied, authorization: 'Bearer a-metrics-token' })).status, 200);
  assert.equal((await get({ ...proxied, authorization: 'Bearer a-metrics-toke' })).status, 401);
  assert.equal((await get({ ...proxied, authorization: `Bearer ${server.key}` })).status, 401);
});

test('the document and its page are there and load nothing from elsewhere', async (t) => {
  const server = await testServer(t);
  const page = await (await fetch(`${server.url}/docs`)).text();
  assert.match(page, /Ringback API/);
  assert.ok(page.includes('/v2/create-web-call'));
  assert.doesNotMatch(page, /<script|src=|@import|url\(/);
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: object };
  assert.equal(Object.keys(document.paths).length, new Set(OPERATIONS.map(({ path }) => path)).size);
  assert.match(await (await fetch(`${server.url}/openapi.yaml`)).text(), /^# .*\nopenapi: 3\.0\.3/);
});

test('files are read whole, in part, and only by their whole name', async (t) => {
  const server = await testServer(t);
  const key = 'a'.repeat(64);
  await server.deps.blobs.write(`${key}/recording.wav`, '0123456789');
  await server.deps.blobs.write(`${key}/public.log`, 'line\n');
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}/files/${path}`, { headers });
  const whole = await get(`${key}/recording.wav`);
  assert.deepEqual(
    [whole.status, whole.headers.get('content-type'), whole.headers.get('content-length'), await whole.text()],
    [200, 'audio/wav', '10', '0123456789'],
  );
  assert.equal(whole.headers.get('access-control-allow-origin'), '*');
  const ranges: [string, number, string, string | null][] = [
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=5-2', 416, '', 'bytes */10'],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ];
  for (const [range, status, text, contentRange] of ranges) {
    const part = await get(`${key}/recording.wav`, { range });
    assert.deepEqual(
      [part.status, await part.text(), part.headers.get('content-range')],
      [status, text, contentRange],
      range,
    );
  }
  const head = await fetch(`${server.url}/files/${key}/recording.wav`, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, '10']);
  assert.match((await get(`${key}/public.log`)).headers.get('content-type') ?? '', /^text\/plain/);
  for (const path of [
    `${key}/`,
    `${key}/none.wav`,
    `${key}/..%2fsecret.key`,
    `${'b'.repeat(64)}/recording.wav`,
    'a/recording.wav',
    `${key.toUpperCase()}/recording.wav`,
  ])
    assert.equal((await get(path)).status, 404, path);
});

test('pages: files as they are, the index for addresses of their own, neither for the API', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-pages-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>pages</title>');
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'let a');
  const webClientDir = await mkdtemp(join(tmpdir(), 'ringback-client-'));
  t.after(() => rm(webClientDir, { recursive: true }));
  await writeFile(join(webClientDir, 'web-client.js'), 'let a');
  await writeFile(join(webClientDir, 'web-client.mjs'), 'export {}');
  const files = { dashboardDir: folder, webClientDir };
  const server = await testServer(t, { http: { files } });
  const html = { accept: 'text/html,*/*' };
  for (const path of ['/', '/agents/agent_1', '/calls?status=ended']) {
    const answer = await fetch(server.url + path, { headers: html });
    assert.deepEqual([answer.status, await answer.text()], [200, '<title>pages</title>'], path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'self'.*script-src 'self' blob:.*frame-ancestors 'none'/);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  }
  const script = await fetch(`${server.url}/assets/app-1a2b.js`);
  assert.match(script.headers.get('cache-control') ?? '', /immutable/);
  assert.equal((await fetch(`${server.url}/assets/none.js`, { headers: html })).status, 401);
  assert.equal((await fetch(`${server.url}/agents`, { headers: { accept: 'application/json' } })).status, 401);
  assert.equal((await fetch(`${server.url}/list-agents`, { headers: html })).status, 401, 'the API stays the API');
  for (const path of ['/web-client.js', '/web-client.mjs']) {
    const client = await fetch(server.url + path);
    assert.equal(client.headers.get('access-control-allow-origin'), '*');
    assert.match(client.headers.get('content-type') ?? '', /javascript/);
  }
});

test('only what pages elsewhere need may be read by them', async (t) => {
  const webCalls = {
    handleHttp: (_request: unknown, response: import('node:http').ServerResponse) => void response.end('success'),
  };
  const server = await testServer(t, { http: { webCalls } });
  const origin = 'https://shop.test';
  for (const path of ['/rtc/validate?access_token=x', '/settings/regions']) {
    const answer = await fetch(server.url + path, { headers: { origin } });
    assert.deepEqual([await answer.text(), answer.headers.get('access-control-allow-origin')], ['success', '*'], path);
    const preflight = await fetch(server.url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/);
  }
  for (const path of ['/list-agents', '/health', '/', '/docs', '/rtcx']) {
    const answer = await fetch(server.url + path, { headers: { origin } });
    assert.equal(answer.headers.get('access-control-allow-origin'), null, path);
  }
  assert.equal((await fetch(`${server.url}/list-agents`, { method: 'OPTIONS', headers: { origin } })).status, 401);
});

test('closing lets a request that runs come to its end', async (t) => {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const listVoices = async () => {
    entered.resolve();
    await release.promise;
    return [];
  };
  const server = await testServer(t, { handlers: { listVoices } });
  const outgoing = request(`${server.url}/list-voices`, { headers: { authorization: `Bearer ${server.key}` } }).end();
  await entered.promise;
  const closed = server.app.close();
  release.resolve();
  const [response] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  assert.equal(response.statusCode, 200);
  response.resume();
  await closed;
});

test('what comes while the server closes is refused in the shape of errors', async (t) => {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const listVoices = async () => {
    entered.resolve();
    await release.promise;
    return [];
  };
  const server = await testServer(t, { handlers: { listVoices } });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const ask = (path: string) =>
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${server.key}\r\n\r\n`);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  ask('/list-voices');
  await entered.promise;
  const arrived = once(server.app.server, 'request');
  const closed = server.app.close();
  ask('/get-concurrency');
  await arrived;
  release.resolve();
  await once(socket, 'close');
  await closed;
  const [first, second] = text.split(/(?=HTTP\/1\.1 )/);
  assert.match(first ?? '', /^HTTP\/1\.1 200 /);
  assert.match(second ?? '', /^HTTP\/1\.1 503 [^]*retry-after: 1[^]*"status":"error","message":"[^"]*being stopped/i);
});
