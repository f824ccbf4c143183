// Conversation flows: documents are kept as they were sent, in versions; what cannot be deleted is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/http.ts';

const FLOW = {
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'gpt-4.1' },
  start_node_id: 'greet',
  nodes: [
    {
      id: 'greet',
      type: 'conversation',
      instruction: { type: 'prompt', text: 'Greet the caller.' },
      edges: [
        {
          id: 'done',
          transition_condition: { type: 'prompt', prompt: 'The caller is done' },
          destination_node_id: 'bye',
        },
      ],
    },
    { id: 'bye', type: 'end' },
  ],
};

/** Of an answer, what the caller sent. */
function documentOf(answer: any): object {
  const { conversation_flow_id: _id, version: _v, is_published: _p, last_modification_timestamp: _t, ...own } = answer;
  return own;
}

test('a flow is created, read, changed field by field and deleted', async (t) => {
  const server = await testServer(t);
  const created = await server.send('POST', '/create-conversation-flow', FLOW);
  assert.equal(created.status, 201);
  assert.match(created.json.conversation_flow_id, /^conversation_flow_[0-9a-f]{12}$/);
  assert.deepEqual([created.json.version, created.json.is_published], [0, false]);
  const path = created.json.conversation_flow_id;
  server.clock.now += 5;
  const change = { global_prompt: 'Be brief.', version: 7, conversation_flow_id: 'other', is_published: true };
  const updated = await server.send('PATCH', `/update-conversation-flow/${path}`, change);
  assert.equal(updated.status, 200);
  const read = await server.send('GET', `/get-conversation-flow/${path}?version=0`);
  assert.deepEqual(read.json, updated.json);
  assert.deepEqual(documentOf(read.json), { ...FLOW, global_prompt: 'Be brief.' });
  assert.deepEqual([read.json.version, read.json.is_published], [0, false]);
  assert.equal(read.json.last_modification_timestamp, server.clock.now);
  assert.equal((await server.send('DELETE', `/delete-conversation-flow/${path}`)).status, 204);
  assert.equal((await server.send('DELETE', `/delete-conversation-flow/${path}`)).status, 404);
});

test('a flow that is not there, or not in that version, is told by the code of its route', async (t) => {
  const server = await testServer(t);
  const { json } = await server.send('POST', '/create-conversation-flow', FLOW);
  assert.equal((await server.send('GET', '/get-conversation-flow/conversation_flow_0')).status, 404);
  const version = await server.send('GET', `/get-conversation-flow/${json.conversation_flow_id}?version=4`);
  assert.equal(version.status, 404);
  assert.match(version.json.message, /versions 0 to 0, not 4/);
  assert.equal((await server.send('PATCH', '/update-conversation-flow/conversation_flow_0', {})).status, 422);
});

test('a flow that an agent uses is deleted only by force', async (t) => {
  const server = await testServer(t);
  const { conversation_flow_id } = (await server.send('POST', '/create-conversation-flow', FLOW)).json;
  const response_engine = { type: 'conversation-flow', conversation_flow_id };
  const agent = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine });
  const refused = await server.send('DELETE', `/delete-conversation-flow/${conversation_flow_id}`);
  assert.equal(refused.status, 400);
  assert.ok(refused.json.message.includes(agent.json.agent_id));
  const path = `/delete-conversation-flow/${conversation_flow_id}?force_delete=true`;
  assert.equal((await server.send('DELETE', path)).status, 204);
});

test('what editors leave half-finished is stored as it is, and each doubtful place is told', async (t) => {
  const server = await testServer(t);
  const prompt = (text: string) => ({ type: 'prompt', prompt: text });
  const flow = {
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'gpt-4o-mini', note: 'kept' },
    is_transfer_cf: false,
    default_dynamic_variables: [],
    nodes: [
      {
        id: 'a',
        name: 'First',
        type: 'subagent',
        instruction: { type: 'prompt', text: 'Hi', _comments: ['x'] },
        tool_ids: ['tool-gone'],
        tools: [
          { type: 'end_call', name: 'bye' },
          { type: 'end_call', name: 'bye' },
        ],
        edges: [
          { id: 'e', condition: 'old', transition_condition: prompt('x') },
          { id: 'e', transition_condition: prompt('y'), destination_node_id: 'nowhere' },
        ],
        global_node_setting: {
          condition: 'c',
          go_back_conditions: [{ id: 'back', transition_condition: prompt('z') }],
        },
      },
      { id: 'a', type: 'end', edges: [], instruction: {} },
      { id: 'f', type: 'function', tool_id: 'gone', tool_type: 'local', wait_for_result: true, variables: null },
      {
        id: 'c',
        type: 'component',
        component_id: 'missing',
        component_type: 'local',
        else_edge: { id: 'else', transition_condition: prompt('Else'), destination_node_id: 'a' },
      },
    ],
    components: [{ name: 'Inner', start_node_id: 'not here', nodes: [{ id: 'n', type: 'end' }] }],
  };
  const { status, json } = await server.send('POST', '/create-conversation-flow', flow);
  assert.equal(status, 201);
  assert.deepEqual(documentOf(json), flow);
  const { items } = (
    await server.send('GET', `/list-conversation-flow-warnings/${json.conversation_flow_id}?version=0`)
  ).json;
  assert.deepEqual(items.map((each: any) => `${each.code} ${each.path} ${each.node_id ?? ''}`.trim()).sort(), [
    'dead_end nodes[2] f',
    'duplicate_edge_id nodes[0].edges[1].id a',
    'duplicate_node_id nodes[1].id a',
    'duplicate_tool_name nodes[0].tools[1].name a',
    'edge_without_destination nodes[0].edges[0].destination_node_id a',
    'edge_without_destination nodes[0].global_node_setting.go_back_conditions[0].destination_node_id a',
    'no_start_node start_node_id',
    'unknown_component nodes[3].component_id c',
    'unknown_destination nodes[0].edges[1].destination_node_id a',
    'unknown_start_node components[0].start_node_id',
    'unknown_tool nodes[0].tool_ids[0] a',
    'unknown_tool nodes[2].tool_id f',
    'unreachable_node nodes[2] f',
    'unreachable_node nodes[3] c',
  ]);
  assert.equal((await server.send('GET', '/list-conversation-flow-warnings/none')).status, 404);
});

test('nodes that need a telephone are told where a chat agent has the flow', async (t) => {
  const server = await testServer(t);
  const nodes = [...FLOW.nodes, { id: 'keys', type: 'press_digit', instruction: { type: 'prompt', text: 'Press 1.' } }];
  const { json } = await server.send('POST', '/create-conversation-flow', { ...FLOW, nodes });
  const id = json.conversation_flow_id as string;
  const phoneOnly = async (): Promise<string[]> => {
    const { items } = (await server.send('GET', `/list-conversation-flow-warnings/${id}`)).json;
    return items.filter((each: any) => each.code === 'phone_only_node').map((each: any) => each.path);
  };
  assert.deepEqual(await phoneOnly(), []);
  const response_engine = { type: 'conversation-flow', conversation_flow_id: id };
  const agent = await server.send('POST', '/create-chat-agent', { response_engine });
  assert.equal(agent.status, 201, agent.text);
  assert.deepEqual(await phoneOnly(), [`nodes[${nodes.length - 1}]`]);
});

test('a model that no provider here answers for is kept and told', async (t) => {
  const thinking = (model: string | null): any => ({
    name: 'script',
    substituted: model?.startsWith('gpt-4o') ? { wanted: model, why: 'no key' } : null,
  });
  const server = await testServer(t, { resources: { thinking } });
  const model_choice = { type: 'cascading', model: 'gpt-4o-mini' };
  const nodes = [{ ...FLOW.nodes[0], model_choice }, FLOW.nodes[1]];
  const { json } = await server.send('POST', '/create-conversation-flow', { ...FLOW, nodes, model_choice });
  const { items } = (await server.send('GET', `/list-conversation-flow-warnings/${json.conversation_flow_id}`)).json;
  assert.deepEqual(
    items.map((each: any) => [each.code, each.path]),
    [
      ['substituted_model', 'model_choice.model'],
      ['substituted_model', 'nodes[0].model_choice.model'],
    ],
  );
  const llm = (await server.send('POST', '/create-retell-llm', { model: 'gpt-4o' })).json;
  const { items: ofLlm } = (await server.send('GET', `/list-retell-llm-warnings/${llm.llm_id}`)).json;
  assert.deepEqual(
    [ofLlm.length, ofLlm[0].path, ofLlm[0].message],
    [1, 'model', 'Calls run with script instead of "gpt-4o": no key.'],
  );
});

/** A tool that nodes name by its id: it stands in the flow, where two nodes name it, or in a component, where one does. */
function flowWithNamedTools(global_prompt: string): (part: 'flow' | 'component', description: string) => object {
  return (part, description) => {
    const tools = [{ type: 'custom', tool_id: 'long', name: 'long', description, url: 'https://shop.example' }];
    const instruction = { type: 'prompt', text: 'Ask.' };
    const node = { id: 'ask', type: 'subagent', instruction, tool_ids: part === 'flow' ? ['long'] : [] };
    const call = { id: 'call', type: 'function', tool_id: 'long', tool_type: 'local', wait_for_result: true };
    const inside = part === 'flow' ? { ...node, id: 'inside' } : { ...call, instruction };
    return {
      ...{ ...FLOW, global_prompt, nodes: [node], start_node_id: 'ask', tools: part === 'flow' ? tools : [] },
      components: [
        { name: 'part', nodes: [inside], start_node_id: inside.id, tools: part === 'component' ? tools : [] },
      ],
    };
  };
}

test('prompts that are too long are refused, and long ones are told', async (t) => {
  const server = await testServer(t);
  const withTexts = (global_prompt: string, text: string, more: object = {}): object => {
    const nodes = FLOW.nodes.map((node, i) => (i === 0 ? { ...node, instruction: { type: 'prompt', text } } : node));
    return { ...FLOW, nodes, global_prompt, ...more };
  };
  const half = 'words'.repeat(16_400);
  const refused = await server.send('POST', '/create-conversation-flow', withTexts(half, half));
  assert.equal(refused.status, 400);
  assert.match(
    refused.json.message,
    / nodes\[0\]\.instruction\.text: expected at most 32768 tokens .* at least 32800 /,
  );
  const named = flowWithNamedTools(half);
  for (const [part, longest] of [
    ['flow', 'tools[0]'],
    ['component', 'components[0].tools[0]'],
  ] as const) {
    const { status, json } = await server.send('POST', '/create-conversation-flow', named(part, half));
    assert.equal(status, 400);
    assert.ok(json.message.includes(` ${longest}: expected at most 32768 tokens`), json.message);
  }
  const cases: [flow: object, paths: string[]][] = [
    [withTexts(half, 'short'), []],
    [named('flow', half.slice(0, 40_000)), ['nodes[0].instruction', 'components[0].nodes[0].instruction']],
    [named('component', half.slice(0, 40_000)), ['components[0].nodes[0].instruction']],
    [{ ...named('flow', half.slice(0, 10_000)), flex_mode: true }, []],
    [withTexts(half, half.slice(0, 40_000)), ['nodes[0].instruction']],
    [withTexts(half, half.slice(0, 40_000), { flex_mode: true }), ['nodes']],
  ];
  for (const [flow, paths] of cases) {
    const { json, status } = await server.send('POST', '/create-conversation-flow', flow);
    assert.equal(status, 201);
    const { items } = (await server.send('GET', `/list-conversation-flow-warnings/${json.conversation_flow_id}`)).json;
    const long = items.filter((each: any) => each.code === 'long_prompt');
    assert.deepEqual(
      long.map((each: any) => each.path),
      paths,
    );
  }
});

test('a swap to an agent that is not there is kept and told, in flows and LLMs', async (t) => {
  const server = await testServer(t);
  const swap = (name: string, agent_id: string): object => ({
    ...{ type: 'agent_swap', name, agent_id, post_call_analysis_setting: 'both_agents' },
  });
  const told = async (list: string): Promise<unknown[]> =>
    (await server.send('GET', list)).json.items
      .filter((each: any) => each.code === 'unknown_agent')
      .map((each: any) => each.path);
  const llm = await server.send('POST', '/create-retell-llm', {
    general_tools: [swap('one', 'agent_none')],
    states: [{ name: 'a', tools: [swap('two', 'agent_none')] }],
    starting_state: 'a',
  });
  assert.equal(llm.status, 201, llm.text);
  const list = `/list-retell-llm-warnings/${llm.json.llm_id}`;
  assert.deepEqual(await told(list), ['general_tools[0].agent_id', 'states[0].tools[0].agent_id']);
  const response_engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
  const agent = await server.send('POST', '/create-chat-agent', { response_engine });
  const { agent_id } = agent.json;
  await server.send('PATCH', `/update-retell-llm/${llm.json.llm_id}`, { general_tools: [swap('one', agent_id)] });
  assert.deepEqual(await told(list), ['states[0].tools[0].agent_id']);
  const node = {
    id: 'away',
    edge: { id: 'failed', transition_condition: { type: 'prompt', prompt: 'Transfer failed' } },
  };
  const flow = await server.send('POST', '/create-conversation-flow', {
    ...FLOW,
    nodes: [
      ...FLOW.nodes,
      { ...node, ...swap('swap', 'agent_none') },
      { ...node, ...swap('known', agent_id), id: 'b' },
    ],
  });
  assert.equal(flow.status, 201, flow.text);
  const ofFlow = `/list-conversation-flow-warnings/${flow.json.conversation_flow_id}`;
  assert.deepEqual(await told(ofFlow), [`nodes[${FLOW.nodes.length}].agent_id`]);
});

test('the newer lists have one entry per engine in its latest version, in both orders', async (t) => {
  const server = await testServer(t);
  for (const [list, create, idField, body] of [
    ['/v2/list-conversation-flows', '/create-conversation-flow', 'conversation_flow_id', FLOW],
    ['/v2/list-retell-llms', '/create-retell-llm', 'llm_id', { general_prompt: 'x' }],
  ] as const) {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      ids.push((await server.send('POST', create, body)).json[idField]);
      server.clock.now += 1;
    }
    const type = idField === 'llm_id' ? 'retell-llm' : 'conversation-flow';
    const response_engine = { type, [idField]: ids[1] };
    const agent = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine });
    await server.send('POST', `/publish-agent/${agent.json.agent_id}`);
    for (const order of ['ascending', 'descending']) {
      const seen: string[] = [];
      let key = '';
      for (;;) {
        const page = (await server.send('GET', `${list}?limit=2&sort_order=${order}${key}`)).json;
        seen.push(...page.items.map((each: any) => `${each[idField]} ${each.version}`));
        if (!page.has_more) break;
        key = `&pagination_key=${page.pagination_key}`;
      }
      const expected = ids.map((id, i) => `${id} ${i === 1 ? 1 : 0}`);
      assert.deepEqual(seen, order === 'ascending' ? expected : expected.reverse());
    }
    const wrong = await server.send('GET', `${list}?pagination_key=nonsense`);
    assert.equal(wrong.status, 400);
    assert.match(wrong.json.message, /pagination_key/);
  }
});

test('the older list of flows has one entry per version and is paged by id and version', async (t) => {
  const server = await testServer(t);
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    ids.unshift((await server.send('POST', '/create-conversation-flow', FLOW)).json.conversation_flow_id);
    server.clock.now += 1;
  }
  const seen: string[] = [];
  let query = '';
  for (;;) {
    const [row, ...more] = (await server.send('GET', `/list-conversation-flows?limit=1${query}`)).json;
    assert.equal(more.length, 0);
    if (!row) break;
    seen.push(row.conversation_flow_id);
    query = `&pagination_key=${row.conversation_flow_id}&pagination_key_version=${row.version}`;
  }
  assert.deepEqual(seen, ids);
});

test('knowledge bases that a document names must be there, unless it named them before', async (t) => {
  const server = await testServer(t);
  const nodes = [{ ...FLOW.nodes[0], knowledge_base_ids: ['knowledge_base_gone'] }];
  const refused = await server.send('POST', '/create-conversation-flow', { ...FLOW, nodes });
  assert.equal(refused.status, 400);
  assert.match(refused.json.message, /nodes\[0\] \(id "greet"\)\.knowledge_base_ids\[0\]: there is no knowledge base/);
  const llm = await server.send('POST', '/create-retell-llm', { knowledge_base_ids: ['knowledge_base_gone'] });
  assert.match(llm.json.message, /knowledge_base_ids\[0\]: there is no knowledge base/);

  const form = new FormData();
  form.append('knowledge_base_name', 'Prices');
  form.append('knowledge_base_texts', JSON.stringify([{ title: 'a', text: 'b' }]));
  const headers = { authorization: `Bearer ${server.key}` };
  const made = await fetch(`${server.url}/create-knowledge-base`, { method: 'POST', headers, body: form });
  const { knowledge_base_id: id } = (await made.json()) as { knowledge_base_id: string };
  const flow = await server.send('POST', '/create-conversation-flow', { ...FLOW, knowledge_base_ids: [id] });
  assert.equal(flow.status, 201);
  await server.database.db.deleteFrom('knowledge_bases').execute();
  const path = `/update-conversation-flow/${flow.json.conversation_flow_id}`;
  assert.equal((await server.send('PATCH', path, { knowledge_base_ids: [id], nodes: FLOW.nodes })).status, 200);
  assert.equal((await server.send('PATCH', path, { knowledge_base_ids: [id, 'knowledge_base_x'] })).status, 400);
});

test('tools that are offered together must not share a name, nor bear that of a transition', async (t) => {
  const server = await testServer(t);
  const tool = (name: string) => ({ type: 'end_call', name });
  const states = (tools: object[]) => ({
    starting_state: 'one',
    states: [
      { name: 'one', tools, edges: [{ destination_state_name: 'two', description: 'go' }] },
      { name: 'two', tools: [tool('only_here')] },
    ],
  });
  const message = async (body: object) => (await server.send('POST', '/create-retell-llm', body)).json.message ?? '';
  assert.match(
    await message({ general_tools: [tool('a'), tool('a')] }),
    /general_tools\[1\]\.name: there is another tool "a"/,
  );
  assert.match(await message({ general_tools: [tool('a')], ...states([tool('a')]) }), /states\[0\]\.tools\[0\]\.name/);
  assert.match(await message(states([tool('transition_to_two')])), /states\[0\]\.edges\[0\].*"transition_to_two"/);
  assert.equal(await message(states([tool('only_here'), tool('transition_to_one')])), '');
  const odd = { type: 'press_digit', name: 'p', delay_ms: 6000 };
  assert.match(await message({ general_tools: [odd] }), /delay_ms: expected from 0 to 5000, got 6000/);
});
