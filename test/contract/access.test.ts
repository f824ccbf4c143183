// No request without a key reaches a handler.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS } from '../../src/contract/index.ts';
import type { Handlers } from '../../src/http/api.ts';
import { createApiKey, listApiKeys, makeWebhookKey, revokeApiKey } from '../../src/resources/api-key/index.ts';
import { insertWorkspace } from '../../src/storage/tables/index.ts';
import { testServer, type TestServer } from '../support/http.ts';

const UNKNOWN = [
  ['GET', '/nope'],
  ['POST', '/v9/anything'],
  ['DELETE', '/get-agent/x'],
  ['GET', '/create-agent'],
] as const;

test('without a valid key no operation and no unknown address does anything but 401', async (t) => {
  const reached: string[] = [];
  const handlers: Handlers = Object.fromEntries(
    OPERATIONS.map(({ id }) => [id, async () => reached.push(id)]),
  ) as unknown as Handlers;
  const server = await testServer(t, { handlers, http: { checkAnswers: false } });
  const revoked = await revokedKey(server);
  const credentials: Record<string, Record<string, string>> = {
    none: {},
    empty: { authorization: '' },
    wrong: { authorization: 'Bearer key_0123456789abcdef0123456789abcdef' },
    revoked: { authorization: `Bearer ${revoked}` },
    'wrong scheme': { authorization: `Basic ${server.key}` },
    'key without scheme': { authorization: server.key },
    'very long': { authorization: `Bearer ${'k'.repeat(5000)}` },
    'forged session': { cookie: 'ringback_session=eyJ3b3Jrc3BhY2VfaWQiOiJ4In0.AAAA' },
  };
  for (const [name, headers] of Object.entries(credentials)) {
    const targets = [
      ...OPERATIONS.map(({ method, path }) => [method, path.replace(/\{\w+\}/g, 'x')] as const),
      ...UNKNOWN,
    ];
    for (const [method, path] of targets) {
      const response = await fetch(server.url + path, { method, headers });
      assert.equal(response.status, 401, `${method} ${path} with ${name}`);
      const body = (await response.json()) as Record<string, unknown>;
      assert.deepEqual(body, { status: 'error', message: 'API key is missing or invalid.' });
    }
  }
  assert.deepEqual(reached, []);
  const { status } = await server.send('GET', '/list-agents');
  assert.equal(status, 200, 'the key itself is fine');
  assert.deepEqual(reached, ['listAgents'], 'and the handlers can be reached');
});

test('what another workspace owns looks like what is not there', async (t) => {
  const server = await testServer(t);
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'mine' });
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
  });
  const call = await server.send('POST', '/v2/create-web-call', { agent_id: agent.json.agent_id });
  const stranger = { authorization: `Bearer ${await strangerKey(server)}` };
  const requests: [string, string, string, unknown?][] = [
    ['GET', '/get-agent/', agent.json.agent_id],
    ['GET', '/get-agent-versions/', agent.json.agent_id],
    ['PATCH', '/update-agent/', agent.json.agent_id, { agent_name: 'x' }],
    ['POST', '/publish-agent/', agent.json.agent_id],
    ['DELETE', '/delete-agent/', agent.json.agent_id],
    ['GET', '/get-retell-llm/', llm.json.llm_id],
    ['PATCH', '/update-retell-llm/', llm.json.llm_id, { general_prompt: 'x' }],
    ['DELETE', '/delete-retell-llm/', llm.json.llm_id],
    ['GET', '/v2/get-call/', call.json.call_id],
    ['PATCH', '/v2/update-call/', call.json.call_id, { metadata: {} }],
    ['DELETE', '/v2/delete-call/', call.json.call_id],
  ];
  for (const [method, path, id, body] of requests) {
    const foreign = await server.send(method, path + id, body, stranger);
    const unknown = await server.send(method, `${path}unknown`, body, stranger);
    assert.equal(foreign.status, 422, `${method} ${path}`);
    assert.equal(foreign.text.replaceAll(id, 'unknown'), unknown.text, `${method} ${path}`);
  }
  for (const path of ['/list-agents', '/list-retell-llms'])
    assert.deepEqual((await server.send('GET', path, undefined, stranger)).json, []);
  assert.deepEqual((await server.send('POST', '/v2/list-calls', {}, stranger)).json, []);
  const use = { voice_id: '11labs-Adrian', response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id } };
  assert.equal((await server.send('POST', '/create-agent', use, stranger)).status, 422);
  const paging = await server.send('GET', `/list-agents?pagination_key=${agent.json.agent_id}`, undefined, stranger);
  assert.deepEqual(paging.json, []);
});

test('a workspace has exactly one webhook key, which cannot be revoked while it is that', async (t) => {
  const server = await testServer(t);
  const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
  const { workspaceId } = server;
  const [first] = await listApiKeys(deps, workspaceId);
  assert.ok(first?.is_webhook_key);
  await assert.rejects(revokeApiKey(deps, { workspaceId, apiKeyId: first.api_key_id }), /signs webhooks/);
  const second = await createApiKey(deps, { workspaceId, name: 'second' });
  assert.equal(second.info.is_webhook_key, false);
  await makeWebhookKey(deps, { workspaceId, apiKeyId: second.info.api_key_id });
  await revokeApiKey(deps, { workspaceId, apiKeyId: first.api_key_id });
  assert.equal((await server.send('GET', '/list-agents')).status, 401);
  const keys = await listApiKeys(deps, workspaceId);
  assert.deepEqual(
    keys.filter((key) => key.is_webhook_key).map((key) => key.api_key_id),
    [second.info.api_key_id],
  );
});

async function revokedKey(server: TestServer): Promise<string> {
  const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
  const { key, info } = await createApiKey(deps, { workspaceId: server.workspaceId, name: 'old' });
  await revokeApiKey(deps, { workspaceId: server.workspaceId, apiKeyId: info.api_key_id });
  return key;
}

async function strangerKey(server: TestServer): Promise<string> {
  const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
  const { workspace_id: workspaceId } = await insertWorkspace(deps.db, {
    workspace_id: 'org_stranger',
    name: 'Stranger',
    concurrency_limit: 20,
    created_at: Date.now(),
  });
  return (await createApiKey(deps, { workspaceId, name: 'key' })).key;
}
