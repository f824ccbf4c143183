// Shared components: linked while a flow is a draft, copied into it when it is published and when the component goes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAgent } from '../support/agents.ts';
import { testServer, type TestServer } from '../support/http.ts';

const COMPONENT = {
  name: 'Collect',
  start_node_id: 'ask',
  nodes: [{ id: 'ask', type: 'conversation', instruction: { type: 'prompt', text: 'Ask for the name.' } }],
  x_note: { kept: [] },
};

function flowWith(componentId: string, id = 'collect'): object {
  return {
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    start_node_id: id,
    nodes: [
      {
        id,
        type: 'component',
        component_id: componentId,
        component_type: 'shared',
        else_edge: { id: 'else', transition_condition: { type: 'prompt', prompt: 'Else' }, destination_node_id: 'end' },
      },
      { id: 'end', type: 'end' },
    ],
  };
}

async function component(server: TestServer, body: object = COMPONENT): Promise<string> {
  const { status, json } = await server.send('POST', '/create-conversation-flow-component', body);
  assert.equal(status, 201);
  return json.conversation_flow_component_id;
}

async function flow(server: TestServer, componentId: string, more: object = {}): Promise<string> {
  const { status, json } = await server.send('POST', '/create-conversation-flow', {
    ...flowWith(componentId),
    ...more,
  });
  assert.equal(status, 201);
  return json.conversation_flow_id;
}

test('a component is created, read, changed field by field and deleted', async (t) => {
  const server = await testServer(t);
  const id = await component(server);
  assert.match(id, /^conversation_flow_component_[0-9a-f]{12}$/);
  server.clock.now += 5;
  const change = { name: 'Collect more', linked_conversation_flow_ids: ['x'], user_modified_timestamp: 1 };
  const updated = await server.send('PATCH', `/update-conversation-flow-component/${id}`, change);
  assert.equal(updated.status, 200);
  const read = await server.send('GET', `/get-conversation-flow-component/${id}`);
  assert.deepEqual(read.json, updated.json);
  assert.deepEqual(read.json, {
    ...COMPONENT,
    name: 'Collect more',
    conversation_flow_component_id: id,
    user_modified_timestamp: server.clock.now,
    linked_conversation_flow_ids: [],
  });
  assert.equal((await server.send('DELETE', `/delete-conversation-flow-component/${id}`)).status, 204);
  for (const [method, path, body] of [
    ['GET', 'get', undefined],
    ['PATCH', 'update', {}],
    ['DELETE', 'delete', undefined],
  ] as const)
    assert.equal((await server.send(method, `/${path}-conversation-flow-component/${id}`, body)).status, 404, path);
});

test('a component knows the flows that refer to it, and a flow that stops referring is not among them', async (t) => {
  const server = await testServer(t);
  const id = await component(server);
  const flows = [await flow(server, id), await flow(server, id)].sort();
  const linked = async () =>
    (await server.send('GET', `/get-conversation-flow-component/${id}`)).json.linked_conversation_flow_ids;
  assert.deepEqual(await linked(), flows);
  await server.send('PATCH', `/update-conversation-flow/${flows[0]}`, { nodes: [{ id: 'end', type: 'end' }] });
  assert.deepEqual(await linked(), [flows[1]]);
  await server.send('DELETE', `/delete-conversation-flow/${flows[1]}`);
  assert.deepEqual(await linked(), []);
});

test('publishing copies the component into the published version; the draft stays linked', async (t) => {
  const server = await testServer(t);
  const id = await component(server);
  const flowId = await flow(server, id);
  const response_engine = { type: 'conversation-flow', conversation_flow_id: flowId };
  const agent = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine });
  assert.equal((await server.send('POST', `/publish-agent/${agent.json.agent_id}`)).status, 200);
  await server.send('PATCH', `/update-conversation-flow-component/${id}`, { name: 'Changed later' });
  const published = (await server.send('GET', `/get-conversation-flow/${flowId}?version=0`)).json;
  assert.deepEqual([published.is_published, published.nodes[0].component_type], [true, 'local']);
  assert.deepEqual(published.components, [{ ...COMPONENT, conversation_flow_component_id: id }]);
  assert.equal(published.nodes[0].component_id, id);
  const draft = (await server.send('GET', `/get-conversation-flow/${flowId}`)).json;
  assert.deepEqual([draft.version, draft.is_published, draft.nodes[0].component_type], [1, false, 'shared']);
  assert.equal(draft.components, undefined);
  const refused = await server.send('PATCH', `/update-conversation-flow/${flowId}?version=0`, { global_prompt: 'x' });
  assert.deepEqual([refused.status, refused.json.message], [400, 'Cannot update published conversation flow']);
});

test('a flow goes on with a copy when its component is deleted, also when two delete and write at once', async (t) => {
  const server = await testServer(t);
  const id = await component(server);
  const flows = await Promise.all([1, 2, 3, 4].map(() => flow(server, id)));
  const [first, ...rest] = flows;
  const answers = await Promise.all([
    server.send('DELETE', `/delete-conversation-flow-component/${id}`),
    ...rest.map((each, i) => server.send('PATCH', `/update-conversation-flow/${each}`, { global_prompt: `p${i}` })),
    server.send('POST', '/create-conversation-flow', flowWith(id)),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 200, 200, 200, 201],
  );
  for (const each of [first, ...rest]) {
    const { json } = await server.send('GET', `/get-conversation-flow/${each}`);
    assert.equal(json.nodes[0].component_type, 'local', each);
    assert.deepEqual(json.components, [{ ...COMPONENT, conversation_flow_component_id: id }]);
    assert.equal(json.global_prompt, each === first ? undefined : `p${rest.indexOf(each as string)}`);
    assert.deepEqual((await server.send('GET', `/list-conversation-flow-warnings/${each}`)).json.items, []);
  }
});

test('an agent is repaired while a component of its flow is deleted: the flow keeps its copy', async (t) => {
  const server = await testServer(t);
  const id = await component(server);
  const form = new FormData();
  form.append('knowledge_base_name', 'kb');
  const knowledge = await fetch(`${server.url}/create-knowledge-base`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  const { knowledge_base_id } = (await knowledge.json()) as { knowledge_base_id: string };
  const engineId = await flow(server, id, { knowledge_base_ids: [knowledge_base_id] });
  const { agentId } = await addAgent(server, { kind: 'conversation-flow', engineId });

  const { pools } = server.database;
  const holder = await pools.http.connect();
  let isDeleted = false;
  // Repairing stops where it asks for knowledge bases, with the flow in its hands.
  await holder.query('begin; lock table knowledge_bases in access exclusive mode');
  const repaired = server.send('POST', `/repair-agent/${agentId}`, {});
  await untilWaiting(holder, 1);
  const deleted = server.send('DELETE', `/delete-conversation-flow-component/${id}`).finally(() => (isDeleted = true));
  await untilWaiting(holder, 2, () => isDeleted);
  await holder.query('commit');
  holder.release();
  assert.deepEqual([(await repaired).status, (await deleted).status], [200, 204]);
  const { json } = await server.send('GET', `/get-conversation-flow/${engineId}`);
  assert.deepEqual([json.nodes.length, json.nodes[0].component_type, json.components.length], [2, 'local', 1]);
});

/** Until so many sessions wait for a lock, or `isOver`. */
async function untilWaiting(
  client: { query(sql: string): Promise<{ rows: { count: number }[] }> },
  sessions: number,
  isOver = () => false,
): Promise<void> {
  const question = `select count(*)::integer as count from pg_locks where not granted
    and (database = (select oid from pg_database where datname = current_database()))`;
  while (!isOver() && ((await client.query(question)).rows[0]?.count ?? 0) < sessions);
}

test('the library is listed newest first, whole and page by page, and survives what comes and goes between pages', async (t) => {
  const server = await testServer(t);
  const ids: string[] = [];
  // Two by two at the same time.
  for (let i = 0; i < 6; i++) {
    ids.unshift(await component(server, { ...COMPONENT, name: `c${i}` }));
    if (i % 2 === 1) server.clock.now += 10;
  }
  const whole = (await server.send('GET', '/list-conversation-flow-components')).json;
  assert.deepEqual(new Set(whole.map((each: any) => each.conversation_flow_component_id)), new Set(ids));
  const order = whole.map((each: any) => each.conversation_flow_component_id);
  const first = (await server.send('GET', '/v2/list-conversation-flow-components?limit=3')).json;
  assert.equal(first.has_more, true);
  await server.send('DELETE', `/delete-conversation-flow-component/${order[2]}`);
  const fresh = await component(server);
  const key = first.pagination_key;
  const second = (await server.send('GET', `/v2/list-conversation-flow-components?limit=3&pagination_key=${key}`)).json;
  const seen = [...first.items, ...second.items].map((each: any) => each.conversation_flow_component_id);
  assert.deepEqual(seen, order);
  assert.deepEqual([second.has_more, second.pagination_key], [false, undefined]);
  const ascending = (await server.send('GET', '/v2/list-conversation-flow-components?sort_order=ascending')).json;
  const kept = order.filter((id: string) => id !== order[2]);
  assert.deepEqual(
    ascending.items.map((each: any) => each.conversation_flow_component_id),
    [...kept.reverse(), fresh],
  );
  const odd = await server.send('GET', '/v2/list-conversation-flow-components?pagination_key=nonsense&limit=1');
  assert.deepEqual([odd.status, odd.json.items.length], [200, 1], 'the contract lists no 400: it is the first page');
});

test('components of another workspace are not there', async (t) => {
  const server = await testServer(t);
  const id = await component(server);
  const flowId = await flow(server, id);
  await server.database.db
    .insertInto('workspaces')
    .values({ workspace_id: 'org_other', name: 'other', concurrency_limit: 1, created_at: 1 })
    .execute();
  await server.database.db.updateTable('conversation_flow_components').set({ workspace_id: 'org_other' }).execute();
  assert.equal((await server.send('GET', `/get-conversation-flow-component/${id}`)).status, 404);
  assert.equal((await server.send('DELETE', `/delete-conversation-flow-component/${id}`)).status, 404);
  const [warning] = (await server.send('GET', `/list-conversation-flow-warnings/${flowId}`)).json.items;
  assert.deepEqual([warning.code, warning.path], ['unknown_component', 'nodes[0].component_id']);
});
