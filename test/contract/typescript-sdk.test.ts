// The official TypeScript SDKs, unmodified, against a real server: the one nearest to the contract, and the newest where it still calls
// a route of the contract.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Newest from 'retell-sdk';
import Nearest from 'retell-sdk-contract';
import { createApiKey } from '../../src/resources/api-key/index.ts';
import { sign } from '../../src/resources/webhook/index.ts';
import { testServer } from '../support/http.ts';

const TOOL = {
  type: 'custom' as const,
  name: 'look_up',
  url: 'https://example.com/look-up',
  description: 'Look something up',
  speak_during_execution: true,
  speak_after_execution: true,
  parameters: { type: 'object' as const, properties: { zeta: { type: 'string' }, alpha: { type: 'string' } } },
};

test('retell-sdk 5.13.0 does everything with agents, LLMs, voices and calls', async (t) => {
  const server = await testServer(t);
  const client = new Nearest({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });

  const llm = await client.llm.create({ general_prompt: 'Be brief.', general_tools: [TOOL], begin_message: null });
  assert.match(llm.llm_id, /^llm_[0-9a-f]{28}$/);
  assert.deepEqual(llm.general_tools, [TOOL]);
  assert.equal((await client.llm.retrieve(llm.llm_id)).general_prompt, 'Be brief.');
  const changed = await client.llm.update(llm.llm_id, {
    general_prompt: 'Be very brief.',
    model: 'gpt-4o-mini' as never,
  });
  assert.equal(changed.model, 'gpt-4o-mini', 'a retired model name is kept');
  assert.equal((await client.llm.list({ limit: 10 })).length, 1);

  const agent = await client.agent.create({
    agent_name: 'Jo',
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.llm_id },
  });
  assert.equal(agent.version, 0);
  assert.equal((await client.agent.retrieve(agent.agent_id, { version: 0 })).agent_name, 'Jo');
  assert.equal((await client.agent.update(agent.agent_id, { responsiveness: 0.5 })).responsiveness, 0.5);
  await client.agent.publish(agent.agent_id);
  const versions = await client.agent.getVersions(agent.agent_id);
  assert.deepEqual(
    new Set(versions.map((each) => `${each.version} ${each.is_published}`)),
    new Set(['0 true', '1 false']),
  );
  assert.equal((await client.agent.list()).length, 2);

  assert.ok((await client.voice.list()).some((voice) => voice.voice_id === '11labs-Adrian'));
  assert.equal((await client.voice.retrieve('openai-Alloy')).provider, 'openai');

  const call = await client.call.createWebCall({
    agent_id: agent.agent_id,
    metadata: { customer: 'c1' },
    retell_llm_dynamic_variables: { name: 'Ada', visits: 3 },
  });
  assert.equal(call.call_status, 'registered');
  assert.equal(call.agent_version, 1, 'without a version the draft is called');
  assert.ok(call.access_token);
  const found = await client.call.retrieve(call.call_id);
  assert.deepEqual(found, call);
  assert.equal((await client.call.list({ filter_criteria: { agent_id: [agent.agent_id] } })).length, 1);
  const updated = await client.call.update(call.call_id, { metadata: { customer: 'c2' } });
  assert.deepEqual(updated.metadata, { customer: 'c2' });
  assert.equal((await client.concurrency.retrieve()).current_concurrency, 1);

  await client.call.delete(call.call_id);
  await client.agent.delete(agent.agent_id);
  await client.llm.delete(llm.llm_id);
  await assert.rejects(client.call.retrieve(call.call_id), Nearest.UnprocessableEntityError);
  await assert.rejects(client.agent.retrieve(agent.agent_id), Nearest.UnprocessableEntityError);
  await assert.rejects(client.llm.retrieve(llm.llm_id), Nearest.UnprocessableEntityError);
});

test('retell-sdk 5.66.1 does what it still does by routes of the contract', async (t) => {
  const server = await testServer(t);
  const client = new Newest({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });

  const llm = await client.llm.create({ general_prompt: 'Hi', start_speaker: 'agent' });
  assert.equal((await client.llm.retrieve(llm.llm_id, { version: 0 })).llm_id, llm.llm_id);
  assert.equal((await client.llm.update(llm.llm_id, { general_prompt: 'Ho' })).general_prompt, 'Ho');
  const agent = await client.agent.create({
    voice_id: 'openai-Alloy',
    response_engine: { type: 'retell-llm', llm_id: llm.llm_id },
  });
  assert.equal((await client.agent.update(agent.agent_id, { agent_name: 'Al' })).agent_name, 'Al');
  assert.equal((await client.agent.retrieve(agent.agent_id)).agent_name, 'Al');
  assert.equal((await client.agent.getVersions(agent.agent_id)).length, 1);
  assert.equal((await client.voice.list()).length, 3);
  assert.equal((await client.voice.retrieve('11labs-Adrian')).voice_name, 'Adrian');
  assert.equal((await client.concurrency.retrieve()).concurrency_limit, 20);

  const { json: call } = await server.send('POST', '/v2/create-web-call', { agent_id: agent.agent_id });
  assert.equal((await client.call.retrieve(call.call_id)).call_id, call.call_id);
  const updated = await client.call.update(call.call_id, { metadata: { name: 'Bo' } });
  assert.equal(updated.call_id, call.call_id);
  await client.call.delete(call.call_id);
  await client.agent.delete(agent.agent_id);
  await client.llm.delete(llm.llm_id);
});

test('errors reach users of the SDKs as the classes they catch', async (t) => {
  const server = await testServer(t);
  const client = new Nearest({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
  const stranger = new Nearest({ apiKey: 'key_wrong', baseURL: server.url, maxRetries: 0 });
  await assert.rejects(stranger.agent.list(), Nearest.AuthenticationError);
  await assert.rejects(client.llm.create({ general_tools: [{ type: 'end_call', name: 'no blanks' }] }), (error) => {
    assert.ok(error instanceof Nearest.BadRequestError);
    assert.match(error.message, /^400 .*general_tools\[0\]\.name/);
    return true;
  });
  await assert.rejects(client.agent.retrieve('a/b c'), Nearest.UnprocessableEntityError);
});

test('an operation of a later release is not tried again', async (t) => {
  const server = await testServer(t);
  let requests = 0;
  server.app.server.on('request', () => (requests += 1));
  const client = new Nearest({ apiKey: server.key, baseURL: server.url });
  await assert.rejects(client.chat.list(), { status: 501 });
  assert.equal(requests, 1);
});

test('both SDKs accept our webhook signature and refuse a changed byte', async (t) => {
  const server = await testServer(t);
  const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
  const { key } = await createApiKey(deps, { workspaceId: server.workspaceId, name: 'another' });
  const body = JSON.stringify({
    event: 'call_ended',
    call: { call_id: 'call_1', transcript: 'Agent: grüß dich / 👋\n' },
  });
  const signature = sign(body, key, Date.now());
  for (const Sdk of [Nearest, Newest]) {
    assert.equal(await Sdk.verify(body, key, signature), true);
    assert.equal(await Sdk.verify(body.replace('call_1', 'call_2'), key, signature), false);
    assert.equal(await Sdk.verify(body, server.key, signature), false);
    assert.equal(await Sdk.verify(body, key, sign(body, key, Date.now() - 6 * 60_000)), false, 'too old');
  }
});
