// Life cycles of chats, of the playground, and of simulation tests.

import assert from 'node:assert/strict';
import type Nearest from 'retell-sdk-contract';
import { newEngine } from './agents.ts';
import { rows, type Client } from './engines.ts';

/** What both SDKs do with a chat, until it has ended; resolves with its id. */
async function talk(client: Client): Promise<{ chatId: string; agentId: string }> {
  const response_engine = await newEngine(client);
  const { agent_id } = await client.chatAgent.create({ response_engine });
  const chat = await client.chat.create({
    agent_id,
    retell_llm_dynamic_variables: { name: 'Ada' },
    metadata: { order: 1 },
  });
  const chatId = chat.chat_id;
  assert.equal(chat.transcript, 'Agent: Hi Ada\n');
  const { messages } = await client.chat.createChatCompletion({ chat_id: chatId, content: 'Ready?' });
  assert.equal(messages.length, 1);
  assert.deepEqual((await client.chat.update(chatId, { metadata: { order: 2 } })).metadata, { order: 2 });
  await client.chat.end(chatId);
  assert.equal((await client.chat.retrieve(chatId)).chat_status, 'ended');
  await assert.rejects(client.chat.createChatCompletion({ chat_id: chatId, content: 'Still?' }), { status: 400 });
  await assert.rejects(client.chat.retrieve('chat_x'), { status: 422 });
  return { chatId, agentId: agent_id };
}

export async function olderChats(client: Nearest): Promise<void> {
  const { chatId } = await talk(client as never);
  assert.equal((await client.chat.list({ limit: 5 }))[0]?.chat_id, chatId);
}

export async function newerChats(client: Client): Promise<void> {
  const { chatId, agentId } = await talk(client);
  assert.equal((await client.chat.rerunAnalysis(chatId)).chat_id, chatId);
  const page = await client.chat.list({
    filter_criteria: { chat_status: { type: 'enum', op: 'in', value: ['ended'] } },
    include_total: true,
  });
  assert.deepEqual([page.items.length, page.has_more, page.total], [1, false, 1]);
  assert.equal((await client.chat.list()).items[0]?.chat_id, chatId);
  await client.chat.delete(chatId);
  await assert.rejects(client.chat.retrieve(chatId), { status: 422 });
  const tried = await client.playground.completion(agentId, {
    version: 0,
    messages: [{ role: 'user', content: 'Ready?' }],
    tool_mocks: [{ tool_name: 'x', input_match_rule: { type: 'any' }, output: '{}' }],
  });
  assert.deepEqual([tried.messages.length, tried.call_ended], [1, false]);
}

export async function simulationTests(client: Client): Promise<void> {
  const response_engine = await newEngine(client);
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
  assert.equal(rows(await client.tests.listTestCaseDefinitions(response_engine)).length, 1);
  assert.equal(rows(await client.tests.listBatchTests(response_engine)).length, 1);
  const [run] = rows(await client.tests.listTestRuns(batch.test_case_batch_job_id));
  assert.equal((await client.tests.getTestRun(run.test_case_job_id)).status, 'pending');
  await client.tests.deleteTestCaseDefinition(id);
  await assert.rejects(client.tests.getTestCaseDefinition(id), { status: 404 });
}
