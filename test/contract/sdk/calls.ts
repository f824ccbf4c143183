// Life cycles of calls by browser and by telephone, of numbers and of batches.

import assert from 'node:assert/strict';
import type Nearest from 'retell-sdk-contract';
import { newEngine } from './agents.ts';
import { rows, type Client } from './engines.ts';
import type { World } from './world.ts';

const ENDED = { type: 'number', op: 'gt', value: 0 } as const;
const MINE = '+14155550100';

export async function olderCalls(client: Nearest): Promise<void> {
  const response_engine = await newEngine(client as never);
  const agent = await client.agent.create({ voice_id: '11labs-Adrian', response_engine });
  const { current_concurrency: before = 0 } = await client.concurrency.retrieve();
  const call = await client.call.createWebCall({
    agent_id: agent.agent_id,
    metadata: { customer: 'c1' },
    retell_llm_dynamic_variables: { name: 'Ada', visits: 3 },
  });
  assert.deepEqual([call.call_status, call.agent_version], ['registered', 0]);
  assert.ok(call.access_token);
  assert.deepEqual(await client.call.retrieve(call.call_id), call);
  assert.equal((await client.call.list({ filter_criteria: { agent_id: [agent.agent_id] }, limit: 5 })).length, 1);
  const updated = await client.call.update(call.call_id, { metadata: { customer: 'c2' } });
  assert.deepEqual(updated.metadata, { customer: 'c2' });
  assert.equal((await client.concurrency.retrieve()).current_concurrency, before + 1);
  await client.call.delete(call.call_id);
  await assert.rejects(client.call.retrieve(call.call_id), { status: 422 });
}

export async function newerCalls(client: Client, { runningCallId: running, finishedCallId }: World): Promise<void> {
  const response_engine = await newEngine(client);
  const { agent_id } = await client.agent.create({ voice_id: '11labs-Adrian', response_engine });
  const { current_concurrency: before = 0 } = await client.concurrency.retrieve();
  const made = await client.call.createWebCall({ agent_id, agent_version: 'latest' });
  assert.equal(made.transport, 'gateway');
  assert.equal((await client.concurrency.retrieve()).current_concurrency, before + 1);
  assert.equal((await client.call.retrieve(made.call_id)).call_status, 'registered');
  assert.deepEqual(await client.call.updateLive(running, { call_control: { trigger_response: true } }), {
    success: true,
  });
  const { participant_id } = await client.call.listenLive(running);
  assert.deepEqual(await client.call.takeOverLive(running, { participant_id }), { success: true });
  await client.call.stop(running);
  await client.call.stop(made.call_id);
  assert.equal((await client.call.retrieve(made.call_id)).disconnection_reason, 'manual_stopped');
  assert.equal((await client.call.rerunAnalysis(finishedCallId)).call_id, finishedCallId);
  const page = await client.call.list({
    filter_criteria: { call_type: { type: 'enum', op: 'in', value: ['phone_call'] }, end_timestamp: ENDED },
    include_total: true,
  });
  assert.deepEqual([page.items.map(({ call_id }) => call_id), page.has_more, page.total], [[finishedCallId], false, 1]);
  assert.ok((await client.call.list({ limit: 1 })).has_more);
  const updated = await client.call.update(made.call_id, { metadata: { a: 1 }, custom_attributes: { plan: 'gold' } });
  assert.deepEqual(updated.metadata, { a: 1 });
  await client.call.delete(made.call_id);
  await assert.rejects(client.call.retrieve(made.call_id), { status: 422 });
}

export async function telephone(client: Client): Promise<void> {
  const response_engine = await newEngine(client);
  const { agent_id } = await client.agent.create({ voice_id: '11labs-Adrian', response_engine });
  const { agent_id: chatAgent } = await client.chatAgent.create({ response_engine });
  const bought = await client.phoneNumber.create({ area_code: 628, inbound_agents: [{ agent_id, weight: 1 }] });
  assert.equal(bought.phone_number, '+16285550123');
  const imported = await client.phoneNumber.import({
    phone_number: MINE,
    termination_uri: 'trunk.example.com',
    outbound_agents: [{ agent_id, weight: 1 }],
  });
  assert.equal(imported.phone_number_type, 'custom');
  assert.equal((await client.phoneNumber.retrieve(MINE)).phone_number, MINE);
  const bound = await client.phoneNumber.update(MINE, {
    nickname: 'Desk',
    outbound_sms_agents: [{ agent_id: chatAgent, weight: 1 }],
  });
  assert.equal(bound.nickname, 'Desk');
  assert.equal(rows(await client.phoneNumber.list()).length, 2);

  const call = await client.call.createPhoneCall({ from_number: MINE, to_number: '+14155550199' });
  assert.deepEqual([call.call_type, call.call_status, call.direction], ['phone_call', 'registered', 'outbound']);
  const registered = await client.call.registerPhoneCall({ agent_id, direction: 'inbound', from_number: MINE });
  assert.equal(registered.call_status, 'registered');
  const batch = await client.batchCall.createBatchCall({ from_number: MINE, tasks: [{ to_number: '+14155550198' }] });
  assert.equal(batch.total_task_count, 1);
  const chat = await client.chat.createSMSChat({ from_number: MINE, to_number: '+14155550197' });
  assert.equal(chat.chat_type, 'sms_chat');
  for (const number of [MINE, bought.phone_number]) await client.phoneNumber.delete(number);
  await assert.rejects(client.phoneNumber.retrieve(MINE), { status: 422 });
}
