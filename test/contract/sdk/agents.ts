// Life cycles of agents of both channels: with the versions of spring 2026, and with those of today.

import assert from 'node:assert/strict';
import type Nearest from 'retell-sdk-contract';
import type { Client } from './engines.ts';

/** For agents of this client. */
export async function newEngine(client: Client, begin_message = 'Hi {{name}}') {
  const { llm_id } = await client.llm.create({ general_prompt: 'Be kind.', begin_message });
  return { type: 'retell-llm', llm_id } as const;
}

export async function olderAgents(client: Nearest): Promise<void> {
  const response_engine = await newEngine(client as never);
  const agent = await client.agent.create({
    agent_name: 'Jo',
    voice_id: '11labs-Adrian',
    response_engine,
    pronunciation_dictionary: [{ word: 'actually', alphabet: 'ipa', phoneme: 'ˈækʧuəli' }],
  });
  const chat = await client.chatAgent.create({ response_engine, agent_name: 'Jo' });
  for (const [resource, { agent_id, version }] of [
    [client.agent, agent],
    [client.chatAgent, chat],
  ] as const) {
    assert.equal(version, 0);
    assert.equal((await resource.retrieve(agent_id, { version: 0 })).agent_name, 'Jo');
    assert.equal((await resource.update(agent_id, { agent_name: 'Flo', version: 0 })).agent_name, 'Flo');
    await resource.publish(agent_id);
    const versions = await resource.getVersions(agent_id);
    assert.deepEqual(
      new Set(versions.map((each) => `${each.version} ${each.is_published}`)),
      new Set(['0 true', '1 false']),
    );
    const listed = (await resource.list({ limit: 1000 })) as { agent_id: string }[];
    assert.equal(listed.filter((each) => each.agent_id === agent_id).length, 2, 'one row a version');
    const latest = (await resource.list({ limit: 1000, is_latest: true })) as { agent_id: string; version: number }[];
    assert.deepEqual(
      latest.filter((each) => each.agent_id === agent_id).map((each) => each.version),
      [1],
    );
    await resource.delete(agent_id);
    await assert.rejects(resource.retrieve(agent_id), { status: 422 });
  }
}

export async function newerAgents(client: Client): Promise<void> {
  const response_engine = await newEngine(client);
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
  await assert.rejects(client.agent.repair(voice.agent_id, { version: 0 }), { status: 400 });
  await client.agent.createVersion(voice.agent_id, { base_version: 0 });
  assert.equal((await client.agent.repair(voice.agent_id)).agent_id, voice.agent_id);
  assert.ok((await client.agent.list()).items.some(({ agent_id }) => agent_id === voice.agent_id));
  const channel = { type: 'string', op: 'eq', value: 'chat' } as const;
  const page = await client.chatAgent.list({ limit: 1, filter_criteria: { channel } });
  assert.deepEqual(
    page.items.map(({ agent_name }) => agent_name),
    ['Chat'],
  );
  await client.agent.delete(voice.agent_id);
  await client.chatAgent.delete(chat.agent_id);
  for (const { agent_id } of (await client.agent.list({ limit: 1000 })).items)
    assert.ok(![voice.agent_id, chat.agent_id].includes(agent_id));
}
