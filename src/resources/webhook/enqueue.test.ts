import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { addTestCall, addTestWorkspace, TEST_WORKSPACE } from '../../../test/support/call-row.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { insertAgent, listWebhookDeliveries, type Database } from '../../storage/index.ts';
import { enqueueCallWebhook } from './enqueue.ts';

async function addAgent(db: Kysely<Database>, config: Record<string, unknown>): Promise<void> {
  await insertAgent(db, {
    workspace_id: TEST_WORKSPACE,
    agent_id: 'agent_test',
    version: 0,
    channel: 'voice',
    is_published: false,
    agent_name: null,
    engine_type: 'retell-llm',
    engine_id: null,
    config: JSON.stringify(config),
    created_at: 1,
    modified_at: 1,
  });
}

test("the agent's URL replaces the workspace's, and the body is stored as it will be sent", async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db, 'https://workspace.example/hook');
  await addAgent(db, {
    webhook_url: 'https://agent.example/{{customer}}/hook?c={{call_id}}&u={{unset}}',
    webhook_timeout_ms: 3_000,
  });
  const call = await addTestCall(db, { call_id: 'call_1', retell_llm_dynamic_variables: '{"customer":"c 1"}' });
  await enqueueCallWebhook(db, call, 'call_started', { call_id: 'call_1', note: 'é/😀', n: 1.0 });
  const [delivery, ...more] = await listWebhookDeliveries(db, 'call_1');
  assert.deepEqual(more, []);
  assert.equal(delivery?.url, 'https://agent.example/c 1/hook?c=call_1&u={{unset}}');
  assert.equal(delivery.timeout_ms, 3_000);
  assert.equal(delivery.body, '{"event":"call_started","call":{"call_id":"call_1","note":"é/😀","n":1}}');
  const { rows } = await sql`select payload from graphile_worker._private_jobs`.execute(db);
  assert.deepEqual(rows, [{ payload: { delivery_id: delivery.delivery_id } }]);
});

test("without an agent's URL the workspace's is used, without either nothing is written", async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db, 'https://workspace.example/hook');
  await addAgent(db, { webhook_url: null });
  const call = await addTestCall(db);
  await enqueueCallWebhook(db, call, 'call_ended', {});
  await db.updateTable('workspaces').set({ webhook_urls: '[]' }).execute();
  await enqueueCallWebhook(db, call, 'call_ended', {});
  const deliveries = await listWebhookDeliveries(db, call.call_id);
  assert.deepEqual(
    deliveries.map(({ url, timeout_ms }) => [url, timeout_ms]),
    [['https://workspace.example/hook', 10_000]],
  );
});

test("each of the workspace's URLs gets the event, in its own time", async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  const webhook_urls = JSON.stringify([
    { url: 'https://a.example/hook', timeout_ms: 2_000 },
    { url: 'https://b.example' },
  ]);
  await db.updateTable('workspaces').set({ webhook_urls }).execute();
  await addAgent(db, {});
  const call = await addTestCall(db);
  await enqueueCallWebhook(db, call, 'call_ended', {});
  const deliveries = await listWebhookDeliveries(db, call.call_id);
  assert.deepEqual(
    deliveries.map(({ url, timeout_ms }) => [url, timeout_ms]),
    [
      ['https://a.example/hook', 2_000],
      ['https://b.example', 10_000],
    ],
  );
});

test('only the events that the agent wants are written; overrides of the call count', async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db, 'https://workspace.example/hook');
  await addAgent(db, {});
  const usual = await addTestCall(db, { call_id: 'usual' });
  const picky = await addTestCall(db, {
    call_id: 'picky',
    details: JSON.stringify({ agent_override: { agent: { webhook_events: ['transcript_updated'] } } }),
  });
  for (const event of ['call_started', 'transcript_updated', 'call_ended', 'call_analyzed'] as const) {
    await enqueueCallWebhook(db, usual, event, {});
    await enqueueCallWebhook(db, picky, event, {});
  }
  const events = async (id: string) => (await listWebhookDeliveries(db, id)).map((delivery) => delivery.event);
  assert.deepEqual(await events('usual'), ['call_started', 'call_ended', 'call_analyzed']);
  assert.deepEqual(await events('picky'), ['transcript_updated']);
});

test('agents that took over in the call hear of it as their swaps say', async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  await addAgent(db, { webhook_url: 'https://first.example/' });
  const added = {
    workspace_id: TEST_WORKSPACE,
    version: 0,
    channel: 'voice',
    is_published: false,
    agent_name: null,
  } as const;
  const config = JSON.stringify({ webhook_url: 'https://second.example/' });
  const engine = { engine_type: 'retell-llm', engine_id: null, config, created_at: 1, modified_at: 1 } as const;
  await insertAgent(db, { ...added, ...engine, agent_id: 'agent_second' });
  const urls = async (call_id: string, webhook_setting: string): Promise<string[]> => {
    const swap = { agent_id: 'agent_second', agent_version: 0, configuration_hash: null, kept: {}, webhook_setting };
    const details = JSON.stringify({ agent_swaps: [swap] });
    await enqueueCallWebhook(db, await addTestCall(db, { call_id, details }), 'call_ended', {});
    return (await listWebhookDeliveries(db, call_id)).map(({ url }) => url).sort();
  };
  assert.deepEqual(await urls('source', 'only_source_agent'), ['https://first.example/']);
  assert.deepEqual(await urls('destination', 'only_destination_agent'), ['https://second.example/']);
  assert.deepEqual(await urls('both', 'both_agents'), ['https://first.example/', 'https://second.example/']);
});
