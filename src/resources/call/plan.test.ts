import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { addTestCall, addTestWorkspace, TEST_WORKSPACE } from '../../../test/support/call-row.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { insertAgent, insertRetellLlm } from '../../storage/index.ts';
import { planCall, UnplayableCall } from './plan.ts';

async function world(t: TestContext, agent: { engine_type?: string; config?: object } = {}) {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  const times = { workspace_id: TEST_WORKSPACE, is_published: false, created_at: 1, modified_at: 1 };
  for (const version of [0, 1]) {
    const config = JSON.stringify({ general_prompt: `version ${version}`, model: 'gpt-4.1' });
    await insertRetellLlm(db, { ...times, llm_id: 'llm_1', version, config });
  }
  await insertAgent(db, {
    ...times,
    agent_id: 'agent_test',
    version: 0,
    channel: 'voice',
    agent_name: 'Ada',
    engine_type: agent.engine_type ?? 'retell-llm',
    engine_id: 'llm_1',
    config: JSON.stringify({ voice_id: 'local-Joe', ...agent.config }),
  });
  return db;
}

test("a call runs on its agent's version of the engine, with its own overrides on top", async (t) => {
  const db = await world(t);
  const agent_override = { agent: { voice_id: 'other' }, retell_llm: { model: 'mine' } };
  const call = await addTestCall(db, { details: JSON.stringify({ agent_override }) });
  const plan = await planCall(db, call);
  assert.deepEqual(plan.agent, { voice_id: 'other', agent_name: 'Ada' });
  assert.deepEqual(plan.engine.document, { general_prompt: 'version 0', model: 'mine' });
});

test('an engine version that the agent names counts', async (t) => {
  const db = await world(t, { config: { response_engine: { version: 1 } } });
  const plan = await planCall(db, await addTestCall(db));
  assert.equal((plan.engine.document as { general_prompt?: string }).general_prompt, 'version 1');
});

test('a custom LLM is where the agent says', async (t) => {
  const response_engine = { type: 'custom-llm', llm_websocket_url: 'wss://x.test/mind' };
  const db = await world(t, { engine_type: 'custom-llm', config: { response_engine } });
  const agent_override = { retell_llm: { general_prompt: 'of no use here' } };
  const plan = await planCall(db, await addTestCall(db, { details: JSON.stringify({ agent_override }) }));
  assert.deepEqual(plan.engine, {
    type: 'custom-llm',
    document: { llm_websocket_url: 'wss://x.test/mind', default_dynamic_variables: {} },
  });
});

test('what cannot be run says why: a deleted agent, a deleted engine, a kind of engine that is not known', async (t) => {
  const unknown = await world(t, { engine_type: 'something' });
  await assert.rejects(planCall(unknown, await addTestCall(unknown)), /something cannot run calls yet/);
  const db = await world(t);
  const call = await addTestCall(db);
  await db.deleteFrom('retell_llms').execute();
  await assert.rejects(planCall(db, call), /Retell LLM llm_1 version 0 was deleted/);
  await db.deleteFrom('agents').execute();
  await assert.rejects(planCall(db, call), UnplayableCall);
});
