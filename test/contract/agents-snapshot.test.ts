// What a call runs with is settled when it is made: no edit, publish or deletion afterwards changes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSnapshot } from '../../src/resources/agent/index.ts';
import { planCall } from '../../src/resources/call/plan.ts';
import { agentOfCall } from '../../src/resources/webhook/index.ts';
import { findCallById, type CallRow } from '../../src/storage/index.ts';
import { addAgent, type TestAgent } from '../support/agents.ts';
import { testServer, type TestServer } from '../support/http.ts';

async function newCall(server: TestServer, agent: TestAgent, body: object = {}): Promise<CallRow> {
  const answer = await server.send('POST', '/v2/create-web-call', { agent_id: agent.agentId, ...body });
  assert.equal(answer.status, 201, answer.text);
  const call = await findCallById(server.database.db, answer.json.call_id);
  assert.ok(call);
  return call;
}

test('a call keeps agent and engine as they were when it was made', async (t) => {
  const server = await testServer(t);
  const { db } = server.database;
  const agent = await addAgent(server, { fields: { agent_name: 'Jo', webhook_url: 'https://before.test' } });
  const call = await newCall(server, agent, { agent_override: { retell_llm: { model: 'mine' } } });
  await agent.setPrompt('edited');
  await agent.update({ agent_name: 'Ada', webhook_url: 'https://after.test' });
  const later = await newCall(server, agent);
  await agent.delete();
  await server.send('DELETE', `/delete-retell-llm/${agent.engineId}`);

  const plan = await planCall(db, call);
  const { general_prompt, model } = plan.engine.document as { general_prompt?: string; model?: string };
  assert.deepEqual([plan.agent['agent_name'], general_prompt, model], ['Jo', 'zero', 'mine']);
  assert.equal((await agentOfCall(db, call))['webhook_url'], 'https://before.test');
  assert.equal(((await planCall(db, later)).engine.document as { general_prompt?: string }).general_prompt, 'edited');
});

test('calls with the same configuration keep it once, and keep it apart from other workspaces', async (t) => {
  const server = await testServer(t);
  const { db } = server.database;
  const agent = await addAgent(server);
  const calls = await Promise.all([1, 2, 3, 4].map(() => newCall(server, agent)));
  const hashes = new Set(calls.map((call) => call.configuration_hash));
  assert.equal(hashes.size, 1);
  assert.equal((await db.selectFrom('configurations').selectAll().execute()).length, 1);
  const [hash] = [...hashes];
  assert.equal((await readSnapshot(db, server.workspaceId, hash!))?.agent_id, agent.agentId);
  assert.equal(await readSnapshot(db, 'org_other', hash!), undefined);
});

test('a call is made with a version by number, by word and by tag, whose variables are its defaults', async (t) => {
  const server = await testServer(t);
  const agent = await addAgent(server);
  await agent.publish();
  await agent.setPrompt('one');
  await server.send('PATCH', `/update-retell-llm/${agent.engineId}`, {
    default_dynamic_variables: { tone: 'plain', x: '1' },
  });
  await agent.setTag('blue', 1, { dynamic_variables: { tone: 'formal' } });
  const versions = await Promise.all(
    [undefined, 0, 'latest', 'latest_published', 'v1', 'blue'].map(async (agent_version) => {
      const call = await newCall(server, agent, agent_version === undefined ? {} : { agent_version });
      return call.agent_version;
    }),
  );
  assert.deepEqual(versions, [1, 0, 1, 0, 1, 1]);
  const { engine } = await planCall(server.database.db, await newCall(server, agent, { agent_version: 'blue' }));
  assert.deepEqual(engine.document.default_dynamic_variables, { tone: 'formal', x: '1' });
  for (const [agent_version, status] of [
    ['green', 422],
    [7, 422],
    [-1, 422],
    ['Not a tag', 400],
  ] as const)
    assert.equal(
      (await server.send('POST', '/v2/create-web-call', { agent_id: agent.agentId, agent_version })).status,
      status,
    );
});

test('a flow is kept with its own copies of the components that it shares', async (t) => {
  const server = await testServer(t);
  const { db } = server.database;
  const component = {
    name: 'Ask',
    start_node_id: 'ask',
    nodes: [{ id: 'ask', type: 'conversation', instruction: { type: 'prompt', text: 'before' } }],
  };
  const created = await server.send('POST', '/create-conversation-flow-component', component);
  assert.equal(created.status, 201, created.text);
  const id = created.json.conversation_flow_component_id;
  const agent = await addAgent(server, { kind: 'conversation-flow' });
  const else_edge = { id: 'else', transition_condition: { type: 'prompt', prompt: 'Else' } };
  const nodes = [{ id: 'sub', type: 'component', component_type: 'shared', component_id: id, edges: [], else_edge }];
  const changed = await server.send('PATCH', `/update-conversation-flow/${agent.engineId}`, { nodes });
  assert.equal(changed.status, 200, changed.text);
  const call = await newCall(server, agent);
  component.nodes[0]!.instruction.text = 'after';
  await server.send('PATCH', `/update-conversation-flow-component/${id}`, component);
  const kept = await readSnapshot(db, server.workspaceId, call.configuration_hash!);
  const text = JSON.stringify(kept?.engine.config);
  assert.ok(text.includes('before') && !text.includes('after'), text);
});
