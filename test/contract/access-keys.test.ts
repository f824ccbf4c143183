// Keys: many, scoped, public, one that signs; and what they leave in the audit log.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { webhookKey } from '../../src/resources/api-key/index.ts';
import { testServer, type Answer, type TestServer } from '../support/http.ts';

const by = (key: string) => ({ authorization: `Bearer ${key}` });

async function makeKey(server: TestServer, body: object): Promise<{ key: string; id: string }> {
  const answer = await server.send('POST', '/create-api-key', { name: 'test', ...body });
  assert.equal(answer.status, 201, answer.text);
  return { key: answer.json.api_key, id: answer.json.api_key_id };
}

async function makeAgent(server: TestServer): Promise<string> {
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
  const response_engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
  return (await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine })).json.agent_id;
}

test('a key is shown once, named, listed, and refused from the moment it is revoked', async (t) => {
  const server = await testServer(t);
  server.clock.now += 1;
  const { key, id } = await makeKey(server, { name: 'billing' });
  assert.match(key, /^key_[0-9a-f]{32}$/);
  const info = await server.send('GET', '/get-api-key-info', undefined, by(key));
  assert.deepEqual(info.json, { api_key_name: 'billing', org_id: server.workspaceId, org_name: 'My workspace' });
  const listed = await server.send('GET', '/list-api-keys');
  assert.deepEqual(
    listed.json.items.map((each: Answer['json']) => [each.name, each.is_webhook_key, 'api_key' in each]),
    [
      ['first key', true, false],
      ['billing', false, false],
    ],
  );
  const renamed = await server.send('PATCH', `/update-api-key/${id}`, { name: 'invoices' });
  assert.equal(renamed.json.name, 'invoices');
  assert.equal((await server.send('GET', '/list-agents', undefined, by(key))).status, 200);
  assert.equal((await server.send('DELETE', `/delete-api-key/${id}`)).status, 204);
  assert.equal((await server.send('GET', '/list-agents', undefined, by(key))).status, 401, 'at once on this server');
  for (const [method, path] of [
    ['DELETE', '/delete-api-key/'],
    ['PATCH', '/update-api-key/'],
    ['POST', '/make-webhook-key/'],
  ] as const) {
    const body = method === 'PATCH' ? { name: 'x' } : undefined;
    const gone = await server.send(method, path + id, body);
    const unknown = await server.send(method, `${path}unknown`, body);
    assert.deepEqual([gone.status, gone.text.replace(id, 'unknown')], [404, unknown.text], path);
  }
});

test('lists of keys page on, past keys that go meanwhile', async (t) => {
  const server = await testServer(t);
  const made = await Promise.all([1, 2, 3, 4].map((i) => makeKey(server, { name: `k${i}` })));
  const seen: string[] = [];
  let query = '?limit=2';
  for (;;) {
    const { json } = await server.send('GET', `/list-api-keys${query}`);
    seen.push(...json.items.map((item: Answer['json']) => item.api_key_id as string));
    await server.send('DELETE', `/delete-api-key/${seen.at(-1)}`);
    if (!json.has_more) break;
    query = `?limit=2&pagination_key=${json.pagination_key}`;
  }
  assert.equal(new Set(seen).size, made.length + 1);
  assert.equal((await server.send('GET', '/list-api-keys?pagination_key=nonsense')).status, 400);
});

test('exactly one key signs: it cannot go, and the mark can move, also when many want it at once', async (t) => {
  const server = await testServer(t);
  const [first] = (await server.send('GET', '/list-api-keys')).json.items;
  const refused = await server.send('DELETE', `/delete-api-key/${first.api_key_id}`);
  assert.deepEqual([refused.status, /signs webhooks/.test(refused.json.message)], [400, true]);
  const keys = await Promise.all([1, 2, 3].map((i) => makeKey(server, { name: `k${i}` })));
  await Promise.all(keys.map(({ id }) => server.send('POST', `/make-webhook-key/${id}`)));
  const { items } = (await server.send('GET', '/list-api-keys')).json;
  const [signs, ...more] = items.filter((item: Answer['json']) => item.is_webhook_key);
  assert.deepEqual(more, []);
  const now = await webhookKey({ db: server.database.db, envelope: server.envelope }, server.workspaceId);
  assert.equal(now, keys.find(({ id }) => id === signs.api_key_id)?.key);
  assert.equal((await server.send('DELETE', `/delete-api-key/${first.api_key_id}`, undefined, by(now))).status, 204);
  const page = await makeKeyBy(server, now, { type: 'public', allowed_domains: ['a.test'] });
  const bad = await server.send('POST', `/make-webhook-key/${page.json.api_key_id}`, undefined, by(now));
  assert.equal(bad.status, 400, 'a public key signs nothing');
});

test('a scoped key does what its areas allow, and the refusal says what is missing', async (t) => {
  const server = await testServer(t);
  const agentId = await makeAgent(server);
  const { key: reader } = await makeKey(server, { permissions: { build: 'read' } });
  const { key: editor } = await makeKey(server, { permissions: { build: 'edit', deploy: 'read' } });
  const { key: nothing } = await makeKey(server, { permissions: {} });
  const table: [string, string, string, object | undefined, number][] = [
    [reader, 'GET', `/get-agent/${agentId}`, undefined, 200],
    [reader, 'PATCH', `/update-agent/${agentId}`, {}, 403],
    [reader, 'POST', '/v2/list-calls', {}, 403],
    [reader, 'GET', '/get-concurrency', undefined, 200],
    [editor, 'PATCH', `/update-agent/${agentId}`, {}, 200],
    [editor, 'POST', '/v2/create-web-call', { agent_id: agentId }, 403],
    [editor, 'GET', '/list-phone-numbers', undefined, 200],
    [editor, 'POST', '/create-api-key', { name: 'x' }, 403],
    [editor, 'GET', '/list-audit-log', undefined, 403],
    [nothing, 'GET', `/get-agent/${agentId}`, undefined, 403],
    [nothing, 'GET', '/get-api-key-info', undefined, 200],
  ];
  for (const [key, method, path, body, status] of table)
    assert.equal((await server.send(method, path, body, by(key))).status, status, `${method} ${path}`);
  const refusal = await server.send('PATCH', `/update-agent/${agentId}`, {}, by(reader));
  assert.match(refusal.json.message, /permission edit build/);
  assert.equal(refusal.headers.get('x-should-retry'), 'false');
});

test('when a key was last used is kept, without a write for each request', async (t) => {
  const server = await testServer(t);
  for (let i = 0; i < 5; i++) await server.send('GET', '/list-agents');
  const { db } = server.database;
  const used = () => db.selectFrom('api_keys').select('last_used_at').executeTakeFirstOrThrow();
  assert.equal((await used()).last_used_at, null);
  const second = await testServer(t, { beside: server });
  await server.app.close();
  assert.equal((await used()).last_used_at, server.clock.now);
  assert.equal((await second.send('GET', '/list-api-keys')).json.items[0].last_used_timestamp, server.clock.now);
});

test('a public key works on the pages it is for, for what browsers need', async (t) => {
  const server = await testServer(t);
  const agent_id = await makeAgent(server);
  const domains = ['shop.test', '*.example.com', 'localhost:3000'];
  const { key } = await makeKey(server, { type: 'public', allowed_domains: domains });
  assert.match(key, /^public_key_[0-9a-f]{32}$/);
  const call = (origin: string | undefined, body: object = { agent_id }) =>
    server.send('POST', '/v2/create-web-call', body, { ...by(key), ...(origin === undefined ? {} : { origin }) });
  for (const origin of ['https://shop.test', 'https://a.example.com', 'http://localhost:3000']) {
    const answer = await call(origin);
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [201, '*'], origin);
  }
  for (const origin of [
    undefined,
    'null',
    'https://evil.test',
    'https://shop.test.evil.test',
    'https://example.com',
    'https://notexample.com',
    'http://localhost:3001',
    'file://shop.test',
  ]) {
    const answer = await call(origin);
    assert.deepEqual([answer.status, answer.json.message], [401, 'Public key is not allowed for this domain'], origin);
  }
  const origin = 'https://shop.test';
  assert.equal((await call(origin, { agent_id, agent_override: { agent: {} } })).status, 400);
  for (const [method, path] of [
    ['GET', `/get-agent/${agent_id}`],
    ['POST', '/v2/list-calls'],
    ['GET', '/get-api-key-info'],
    ['POST', '/create-api-key'],
  ] as const)
    assert.equal(
      (await server.send(method, path, method === 'POST' ? {} : undefined, { ...by(key), origin })).status,
      403,
    );
  const preflight = await fetch(`${server.url}/v2/create-web-call`, { method: 'OPTIONS', headers: { origin } });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/);
  const secret = await server.send('POST', '/v2/create-web-call', { agent_id }, { origin });
  assert.equal(secret.headers.get('access-control-allow-origin'), null, 'a secret key has no place in a page');
});

test('a visitor with a public key gets a few conversations a minute', async (t) => {
  const server = await testServer(t, { http: { trustProxy: true } });
  const agent_id = await makeAgent(server);
  const { key } = await makeKey(server, { type: 'public', allowed_domains: ['shop.test'] });
  const call = async (ip: string) => {
    const headers = { ...by(key), origin: 'https://shop.test', 'x-forwarded-for': ip };
    return server.send('POST', '/v2/create-web-call', { agent_id }, headers);
  };
  for (let i = 0; i < 10; i++) assert.equal((await call('203.0.113.1')).status, 201);
  const refused = await call('203.0.113.1');
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '60']);
  assert.equal((await call('203.0.113.2')).status, 201);
  server.clock.now += 60_000;
  assert.equal((await call('203.0.113.1')).status, 201);
});

test('a visitor with a public key is not many by having many addresses', async (t) => {
  const server = await testServer(t, { http: { trustProxy: true } });
  const agent_id = await makeAgent(server);
  const { key } = await makeKey(server, { type: 'public', allowed_domains: ['shop.test'] });
  const call = async (ip: string) => {
    const headers = { ...by(key), origin: 'https://shop.test', 'x-forwarded-for': ip };
    return (await server.send('POST', '/v2/create-web-call', { agent_id }, headers)).status;
  };
  for (let i = 0; i < 10; i++) assert.equal(await call(`2001:db8:1:2::${i}`), 201);
  assert.equal(await call('2001:db8:1:2:ffff:1:2:3'), 429);
  assert.equal(await call('2001:db8:1:3::1'), 201);
});

test('a visitor never gets the call or the chat of another visitor of the same page', async (t) => {
  const server = await testServer(t, { http: { trustProxy: true } });
  const agent_id = await makeAgent(server);
  const { key } = await makeKey(server, { type: 'public', allowed_domains: ['shop.test'] });
  const create = async (ip: string, more: Record<string, string>) => {
    const headers = { ...by(key), origin: 'https://shop.test', 'x-forwarded-for': ip, ...more };
    const { json } = await server.send('POST', '/v2/create-web-call', { agent_id }, headers);
    assert.match(json.call_id, /^call_/);
    return json.access_token as string;
  };
  const victim = await create('203.0.113.1', { 'x-stainless-retry-count': '0' });
  for (const ip of ['203.0.113.1', '203.0.113.2'])
    assert.notEqual(await create(ip, { 'x-stainless-retry-count': '1' }), victim, ip);
  const named = { 'idempotency-key': 'visit-1' };
  const first = await create('203.0.113.1', named);
  assert.equal(await create('203.0.113.1', named), first, 'a name of one’s own is honoured');
  assert.notEqual(await create('203.0.113.2', named), first, 'and means nothing from elsewhere');
});

test('a visitor does not choose where in its flow an agent begins', async (t) => {
  const server = await testServer(t);
  const agent_id = await makeAgent(server);
  const { key } = await makeKey(server, { type: 'public', allowed_domains: ['shop.test'] });
  const headers = { ...by(key), origin: 'https://shop.test' };
  for (const more of [{ current_node_id: 'paid' }, { current_state: 'verified' }]) {
    const answer = await server.send('POST', '/v2/create-web-call', { agent_id, ...more }, headers);
    assert.equal(answer.status, 400);
    assert.match(answer.json.message, /a public key may not set it/);
  }
});

test('a public key may ask for a reCAPTCHA', async (t) => {
  const asked: URLSearchParams[] = [];
  const google = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      asked.push(form);
      const answers: Record<string, string> = { person: '{"success":true,"score":0.9}', broken: 'not json' };
      response.end(answers[form.get('response') ?? ''] ?? '{"success":true,"score":0.1}');
    });
  }).listen(0, '127.0.0.1');
  await once(google, 'listening');
  t.after(() => google.close());
  const recaptchaUrl = `http://127.0.0.1:${(google.address() as AddressInfo).port}/verify`;
  const server = await testServer(t, { http: { recaptchaUrl } });
  const agent_id = await makeAgent(server);
  const recaptcha = { secret: 'the-recaptcha-secret', score_threshold: 0.5 };
  const { key } = await makeKey(server, { type: 'public', allowed_domains: ['shop.test'], recaptcha });
  const call = async (token?: string) => {
    const headers = { ...by(key), origin: 'https://shop.test', ...(token ? { 'x-recaptcha-token': token } : {}) };
    return (await server.send('POST', '/v2/create-web-call', { agent_id }, headers)).status;
  };
  assert.deepEqual(
    [await call(), await call('robot'), await call('broken'), await call('person')],
    [403, 403, 403, 201],
  );
  assert.deepEqual([asked.length, asked[0]?.get('secret')], [3, 'the-recaptcha-secret']);
  const shown = await server.send('GET', '/list-api-keys');
  assert.ok(!shown.text.includes('the-recaptcha-secret'));
  const stored = JSON.stringify(await server.database.db.selectFrom('api_keys').selectAll().execute());
  assert.ok(!stored.includes('the-recaptcha-secret'));
});

test('what a key cannot be is refused with the field and what is allowed', async (t) => {
  const server = await testServer(t);
  const bad: [object, RegExp][] = [
    [{}, /"name" is missing/],
    [{ name: '' }, /name/],
    [{ name: 'x', type: 'private' }, /type: expected one of "secret", "public"/],
    [{ name: 'x', permissions: { build: 'all' } }, /permissions\.build: expected one of/],
    [{ name: 'x', permissions: { finance: 'read' } }, /unknown field "finance"/],
    [{ name: 'x', type: 'public' }, /allowed_domains: expected at least one host/],
    [{ name: 'x', type: 'public', allowed_domains: ['https://a.test/'] }, /allowed_domains\[0\]: expected a host/],
    [{ name: 'x', type: 'public', allowed_domains: ['a.test'], permissions: { build: 'read' } }, /permissions/],
    [{ name: 'x', allowed_domains: ['a.test'] }, /allowed_domains: expected of a public key only/],
    [{ name: 'x', unknown: 1 }, /unknown field "unknown"/],
  ];
  for (const [body, words] of bad) {
    const answer = await server.send('POST', '/create-api-key', body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.match(answer.json.message, words);
  }
});

test('the audit log says who changed what from what to what, and never a secret', async (t) => {
  const server = await testServer(t);
  const { key, id } = await makeKey(server, { name: 'robot', permissions: { build: 'edit' } });
  const agentId = await makeAgent(server);
  await server.send('PATCH', `/update-agent/${agentId}`, { agent_name: 'Ann' }, by(key));
  await server.send('PATCH', `/update-agent/${agentId}`, { agent_name: 'Bea', voice_id: 'nobody' }, by(key));
  const tool = {
    type: 'custom',
    name: 'a',
    url: 'https://a.test',
    headers: { 'x-own': 'hush-hush' },
    description: 'd',
    speak_after_execution: true,
  };
  await server.send('POST', '/create-retell-llm', { general_tools: [tool] });
  const call = await server.send('POST', '/v2/create-web-call', {
    agent_id: agentId,
    metadata: { name: 'Mr. Private' },
  });
  await server.send('PATCH', `/v2/update-call/${call.json.call_id}`, { metadata: { name: 'Mr. Secret' } });
  await server.send('DELETE', `/delete-agent/${agentId}`);
  const log = await server.send('GET', '/list-audit-log?limit=100');
  const lines = log.json.items.map((entry: Answer['json']) => `${entry.operation_id} ${entry.object_id}`);
  assert.deepEqual(lines.slice(0, 3), [
    `deleteAgent ${agentId}`,
    `updateCallMetadata ${call.json.call_id}`,
    `createWebCall ${call.json.call_id}`,
  ]);
  const [update, ...others] = log.json.items.filter((entry: Answer['json']) => entry.operation_id === 'updateAgent');
  assert.deepEqual(others, [], 'what failed changed nothing');
  assert.deepEqual(update.actor, { type: 'api_key', id, name: 'robot' });
  assert.deepEqual(update.changes, [{ field: 'agent_name', before: null, after: 'Ann' }]);
  const changed = log.json.items[1].changes as object[];
  assert.ok(changed.length > 0 && changed.every((change) => Object.keys(change).join() === 'field'));
  for (const secret of [key, 'hush-hush', 'Mr. Private', 'Mr. Secret', call.json.access_token])
    assert.ok(!log.text.includes(secret), secret);
  const gone = log.json.items[0].changes.find((change: Answer['json']) => change.field === 'agent_name');
  assert.deepEqual(gone, { field: 'agent_name', before: 'Ann' });
  const ofAgent = await server.send('GET', `/list-audit-log?object_id=${agentId}&sort_order=ascending&limit=2`);
  assert.deepEqual(
    [ofAgent.json.items.map((entry: Answer['json']) => entry.operation_id), ofAgent.json.has_more],
    [['createAgent', 'updateAgent'], true],
  );
  const rest = await server.send(
    'GET',
    `/list-audit-log?object_id=${agentId}&sort_order=ascending&limit=2&pagination_key=${ofAgent.json.pagination_key}`,
  );
  assert.deepEqual(
    rest.json.items.map((entry: Answer['json']) => entry.operation_id),
    ['deleteAgent'],
  );
});

function makeKeyBy(server: TestServer, key: string, body: object): Promise<Answer> {
  return server.send('POST', '/create-api-key', { name: 'test', ...body }, by(key));
}
