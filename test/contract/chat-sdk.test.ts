// Chats, the playground and simulation tests by the official TypeScript SDKs, unmodified.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Newest from 'retell-sdk';
import Nearest from 'retell-sdk-contract';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { choice } from '../support/jobs.ts';
import { testServer } from '../support/http.ts';

async function setUp(t: Parameters<typeof testServer>[0]) {
  const mind = createScriptedMind({ turns: () => ({ say: 'Yes.' }), provider: 'openai' });
  const server = await testServer(t, { resources: { thinking: () => choice(mind) } });
  const options = { apiKey: server.key, baseURL: server.url, maxRetries: 0 };
  return { server, nearest: new Nearest(options), newest: new Newest(options) };
}

test('retell-sdk 5.13.0 lives through a chat', async (t) => {
  const { nearest: client } = await setUp(t);
  const llm = await client.llm.create({ begin_message: 'Hi {{name}}' });
  const response_engine = { type: 'retell-llm' as const, llm_id: llm.llm_id };
  const agent = await client.chatAgent.create({ response_engine });
  const chat = await client.chat.create({
    agent_id: agent.agent_id,
    retell_llm_dynamic_variables: { name: 'Ada' },
    metadata: { order: 1 },
  });
  assert.equal(chat.transcript, 'Agent: Hi Ada\n');
  const { messages } = await client.chat.createChatCompletion({ chat_id: chat.chat_id, content: 'Ready?' });
  assert.equal(messages.length, 1);
  const updated = await client.chat.update(chat.chat_id, { metadata: { order: 2 } });
  assert.deepEqual(updated.metadata, { order: 2 });
  await client.chat.end(chat.chat_id);
  assert.equal((await client.chat.retrieve(chat.chat_id)).chat_status, 'ended');
  assert.deepEqual(
    (await client.chat.list({ limit: 5 })).map((each) => each.chat_id),
    [chat.chat_id],
  );
  await assert.rejects(
    client.chat.createChatCompletion({ chat_id: chat.chat_id, content: 'Still?' }),
    Nearest.BadRequestError,
  );
  await assert.rejects(client.chat.retrieve('chat_x'), Nearest.UnprocessableEntityError);
});

test('retell-sdk 5.66.1 lists, analyses again and deletes chats, and tries agents out', async (t) => {
  const { newest: client } = await setUp(t);
  const llm = await client.llm.create({ begin_message: 'Hi' });
  const agent = await client.chatAgent.create({ response_engine: { type: 'retell-llm', llm_id: llm.llm_id } });
  const chat = await client.chat.create({ agent_id: agent.agent_id, agent_version: 'latest' });
  await client.chat.createChatCompletion({ chat_id: chat.chat_id, content: 'Ready?' });
  await client.chat.end(chat.chat_id);
  assert.equal((await client.chat.rerunAnalysis(chat.chat_id)).chat_id, chat.chat_id);
  const page = await client.chat.list({
    filter_criteria: { chat_status: { type: 'enum', op: 'in', value: ['ended'] } },
    include_total: true,
  });
  assert.deepEqual([page.items.length, page.has_more, page.total], [1, false, 1]);
  assert.equal((await client.chat.list()).items.length, 1);
  await client.chat.delete(chat.chat_id);
  await assert.rejects(client.chat.retrieve(chat.chat_id), Newest.UnprocessableEntityError);
  const tried = await client.playground.completion(agent.agent_id, {
    version: 0,
    messages: [{ role: 'user', content: 'Ready?' }],
    tool_mocks: [{ tool_name: 'x', input_match_rule: { type: 'any' }, output: '{}' }],
  });
  assert.deepEqual([tried.messages.length, tried.call_ended], [1, false]);
});

for (const version of ['nearest', 'newest'] as const)
  test(`the ${version} SDK keeps test cases and runs them in batches`, async (t) => {
    const set = await setUp(t);
    const client = set[version] as Newest;
    const llm = await client.llm.create({});
    const response_engine = { type: 'retell-llm' as const, llm_id: llm.llm_id };
    const made = await client.tests.createTestCaseDefinition({
      name: 'Books',
      response_engine,
      user_prompt: 'Book a table.',
      metrics: ['Booked.'],
    });
    const id = made.test_case_definition_id;
    assert.deepEqual(await client.tests.getTestCaseDefinition(id), made);
    assert.equal((await client.tests.updateTestCaseDefinition(id, { name: 'Other' })).name, 'Other');
    const batch = await client.tests.createBatchTest({ test_case_definition_ids: [id], response_engine });
    assert.deepEqual(await client.tests.getBatchTest(batch.test_case_batch_job_id), batch);
    const query = { type: 'retell-llm' as const, llm_id: llm.llm_id };
    const rows = <T>(list: unknown): T[] => (Array.isArray(list) ? list : (list as { items: T[] }).items) as T[];
    assert.equal(rows(await client.tests.listTestCaseDefinitions(query)).length, 1);
    assert.equal(rows(await client.tests.listBatchTests(query)).length, 1);
    const [run] = rows<{ test_case_job_id: string }>(await client.tests.listTestRuns(batch.test_case_batch_job_id));
    assert.equal((await client.tests.getTestRun(run?.test_case_job_id ?? '')).status, 'pending');
    await client.tests.deleteTestCaseDefinition(id);
    await assert.rejects(client.tests.getTestCaseDefinition(id), { status: 404 });
  });
