// Every method of the official SDKs for agents and chat agents: the one nearest to the contract, and today's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Newest from 'retell-sdk';
import Nearest from 'retell-sdk-contract';
import { addEngine } from '../support/agents.ts';
import { testServer } from '../support/http.ts';

test('retell-sdk 5.13.0 lives with a chat agent', async (t) => {
  const server = await testServer(t);
  const client = new Nearest({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
  const llm_id = await addEngine(server, 'retell-llm');
  const { agent_id } = await client.chatAgent.create({ response_engine: { type: 'retell-llm', llm_id } });
  assert.equal((await client.chatAgent.retrieve(agent_id, { version: 0 })).version, 0);
  assert.equal((await client.chatAgent.update(agent_id, { agent_name: 'Jo', version: 0 })).agent_name, 'Jo');
  await client.chatAgent.publish(agent_id);
  assert.equal((await client.chatAgent.getVersions(agent_id)).length, 2);
  assert.equal((await client.chatAgent.list({ limit: 10 })).length, 2);
  await client.chatAgent.delete(agent_id);
  await assert.rejects(client.chatAgent.retrieve(agent_id), Nearest.UnprocessableEntityError);
});

test('retell-sdk 5.66.1 lives with agents of both channels', async (t) => {
  const server = await testServer(t);
  const client = new Newest({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
  const llm_id = await addEngine(server, 'retell-llm');
  const response_engine = { type: 'retell-llm', llm_id } as const;
  const voice = await client.agent.create({ voice_id: '11labs-Adrian', response_engine, language: ['en-US', 'de-DE'] });
  const chat = await client.chatAgent.create({ response_engine, agent_name: 'Chat' });
  for (const [resource, { agent_id }] of [
    [client.agent, voice],
    [client.chatAgent, chat],
  ] as const) {
    const updated = await resource.update(agent_id, { version: 'latest', version_title: 'First' });
    assert.equal(updated.version_title, 'First');
    await resource.publish(agent_id, { version: 0, version_description: 'as it began' });
    const draft = await resource.createVersion(agent_id, { base_version: 0 });
    assert.deepEqual([draft.version, draft.base_version, draft.is_published], [1, 0, false]);
    assert.equal((await resource.retrieve(agent_id, { version: 'latest_published' })).version, 0);
    assert.equal((await resource.getVersions(agent_id)).length, 2);
    await resource.deleteVersion(agent_id, { version: 1 });
  }
  const versions = await client.agent.listVersions(voice.agent_id, { sort_order: 'ascending' });
  assert.deepEqual(
    versions.items.map((each) => [each.version, each.is_published, each.version_description]),
    [[0, true, 'as it began']],
  );
  await assert.rejects(client.agent.repair(voice.agent_id, { version: 0 }), Newest.BadRequestError);
  await client.agent.createVersion(voice.agent_id, { base_version: 0 });
  assert.equal((await client.agent.repair(voice.agent_id)).agent_id, voice.agent_id);
  assert.equal((await client.agent.list()).items.length, 2);
  const channel = { type: 'string', op: 'eq', value: 'chat' } as const;
  const page = await client.chatAgent.list({ limit: 1, sort_order: 'ascending', filter_criteria: { channel } });
  assert.deepEqual([page.items[0]?.agent_name, page.has_more], ['Chat', false]);
  await client.agent.delete(voice.agent_id);
  await client.chatAgent.delete(chat.agent_id);
  assert.deepEqual((await client.agent.list()).items, []);
});
