// The same agent by voice, in a chat, by text message, in the playground and in a simulation does the same for the same words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createFlowEngine,
  createRetellLlmEngine,
  withoutUnset,
  type ResponseEngine,
} from '../../src/conversation/index.ts';
import { transcriptOf } from '../../src/conversation/transcript.ts';
import type { FlowDocument } from '../../src/flow/index.ts';
import type { ModelMessage, ModelRequest } from '../../src/interfaces/language-model.ts';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { simulations, verdict } from '../support/simulations.ts';
import { textsOf } from '../support/texts.ts';
import { startVirtualCall } from '../support/virtual-call.ts';

const WORDS = ['Order seven.', 'Thanks, bye.'];
const FOUND = '{"ref":"R7","count":3}';
const VARIABLES = { name: 'Ann' };
const NUMBERS = { from_number: '+14155550100', to_number: '+14155550101' };

const LOOK_UP = {
  type: 'custom',
  name: 'look_up',
  url: 'https://shop.test/orders',
  response_variables: { ref: 'ref', count: 'count' },
};
const LLM = {
  begin_message: 'Hello {{name}}{{nobody_set_this}}.',
  general_prompt: 'You know orders.',
  general_tools: [LOOK_UP, { type: 'end_call', name: 'end_call', speak_during_execution: false }],
  starting_state: 'ask',
  states: [
    { name: 'ask', edges: [{ destination_state_name: 'tell', description: 'When it was found.' }] },
    { name: 'tell', state_prompt: 'Tell {{ref}}.' },
  ],
};

const edge = (id: string, to: string, prompt: string) => ({
  id,
  destination_node_id: to,
  transition_condition: { type: 'prompt', prompt },
});
const equation = { type: 'equation', operator: '&&', equations: [{ left: '{{count}}', operator: '>', right: '1' }] };
const says = (id: string, text: string, more: object) => ({
  id,
  name: id,
  type: 'conversation',
  instruction: { type: 'static_text', text },
  ...more,
});
const FLOW = {
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'agent' },
  start_node_id: 'hello',
  tools: [{ ...LOOK_UP, tool_id: 't1' }],
  nodes: [
    says('hello', 'Hello {{name}}{{nobody_set_this}}.', { edges: [edge('e1', 'find', 'names an order')] }),
    {
      id: 'find',
      name: 'find',
      type: 'function',
      tool_id: 't1',
      tool_type: 'local',
      wait_for_result: true,
      edges: [{ id: 'e2', destination_node_id: 'many', transition_condition: equation }],
    },
    says('many', 'You have {{count}} orders.', { skip_response_edge: edge('e3', 'more', 'Skip response') }),
    says('more', 'Is there more?', { edges: [edge('e4', 'bye', 'is done')] }),
    { ...says('bye', 'Goodbye.', {}), type: 'end', speak_during_execution: true },
  ],
};

/** Answers by what it reads last, however often it is asked. */
function llmMind({ messages }: ModelRequest): ScriptedTurn {
  const last = messages.at(-1) as ModelMessage;
  if (last.role === 'tool' && last.name === 'look_up') return { tools: [{ name: 'transition_to_tell' }] };
  if (last.role === 'tool') return { say: 'It is on its way.' };
  if (/bye/.test(last.content)) return { say: 'Goodbye.', tools: [{ name: 'end_call' }] };
  return { say: '', tools: [{ name: 'look_up' }] };
}

function flowMind({ messages }: ModelRequest): ScriptedTurn {
  return { say: /order|bye/i.test(messages.at(-1)?.content ?? '') ? '[1]' : '[0]' };
}

/** What an item says, without its times and ids. */
function lineOf(item: any): string {
  switch (item.role) {
    case 'tool_call_invocation':
      return `calls ${item.name} ${item.arguments}`;
    case 'tool_call_result':
      return `result ${item.content}`;
    case 'node_transition':
      return `node ${item.former_node_name} -> ${item.new_node_name}`;
    case 'state_transition':
      return `state ${item.former_state_name} -> ${item.new_state_name}`;
    default:
      return `${item.role}: ${item.content}`;
  }
}

async function byVoice(engine: ResponseEngine): Promise<string[]> {
  const call = startVirtualCall({ responseEngine: engine, reply: () => [] });
  call.media.says(WORDS[0] as string, 3, 4);
  call.media.says(WORDS[1] as string, 10, 11);
  await call.runTo(20);
  assert.equal(call.end()?.reason, 'agent_hangup');
  return transcriptOf(call.events).map(lineOf);
}

type World = Awaited<ReturnType<typeof simulations>>;

async function byChat({ server }: World, agent_id: string): Promise<string[]> {
  const body = { agent_id, retell_llm_dynamic_variables: VARIABLES };
  const { chat_id } = (await server.send('POST', '/create-chat', body)).json;
  for (const content of WORDS) {
    const said = await server.send('POST', '/create-chat-completion', { chat_id, content });
    assert.equal(said.status, 201, said.text);
  }
  const chat = (await server.send('GET', `/get-chat/${chat_id}`)).json;
  assert.equal(chat.chat_status, 'ended');
  return chat.message_with_tool_calls.map(lineOf);
}

async function bySms({ server }: World, agentId: string): Promise<string[]> {
  const texts = textsOf(server);
  await server.send('POST', '/import-phone-number', {
    phone_number: NUMBERS.from_number,
    termination_uri: 'trunk.example.com',
  });
  const body = { ...NUMBERS, override_agent_id: agentId, retell_llm_dynamic_variables: VARIABLES };
  const { status, json, text } = await server.send('POST', '/create-sms-chat', body);
  assert.equal(status, 200, text);
  for (const content of WORDS) await texts.write(content);
  const chat = (await server.send('GET', `/get-chat/${json.chat_id}`)).json;
  assert.equal(chat.chat_status, 'ended');
  return chat.message_with_tool_calls.map(lineOf);
}

/** Whoever asks keeps what was said, and where the agent stands. */
async function byPlayground({ server }: World, agentId: string): Promise<string[]> {
  const history: any[] = [];
  let standing: object = { dynamic_variables: VARIABLES };
  for (const content of [null, ...WORDS]) {
    if (content !== null) history.push({ role: 'user', content });
    const body = {
      messages: history,
      tool_mocks: [{ tool_name: 'look_up', input_match_rule: { type: 'any' }, output: FOUND }],
      ...standing,
    };
    const { status, json, text } = await server.send('POST', `/agent-playground-completion/${agentId}`, body);
    assert.equal(status, 200, text);
    history.push(...json.messages);
    const { dynamic_variables, current_state, current_node_id } = json;
    standing = {
      dynamic_variables,
      ...(current_state ? { current_state } : {}),
      ...(current_node_id ? { current_node_id } : {}),
    };
  }
  return history.map(lineOf);
}

async function bySimulation(world: World, response_engine: object): Promise<string[]> {
  const testCase = await world.addCase({
    response_engine,
    dynamic_variables: VARIABLES,
    tool_mocks: [{ tool_name: 'look_up', input_match_rule: { type: 'any' }, output: FOUND, result: true }],
  });
  const batch = await world.createBatch(testCase);
  await world.play();
  const [run] = await world.runsOf(batch);
  assert.equal(run.status, 'pass', run.result_explanation);
  return run.transcript_snapshot.message_with_tool_calls.map(lineOf);
}

for (const kind of ['Retell LLM with states and tools', 'conversation flow'] as const) {
  test(`a ${kind}: one trace, however it is talked with`, async (t) => {
    const isLlm = kind !== 'conversation flow';
    const turns = isLlm ? llmMind : flowMind;
    const egress = { send: async () => ({ status: 200, headers: {}, body: FOUND, truncated: false }) };
    const world = await simulations(t, {
      agent: turns,
      user: WORDS.map((say) => ({ say })),
      judge: [verdict(true)],
      server: { resources: { egress: egress as never } },
    });
    const post = async (path: string, body: object): Promise<any> => {
      const { status, json, text } = await world.server.send('POST', path, body);
      assert.equal(status, 201, text);
      return json;
    };
    const engine = isLlm
      ? { type: 'retell-llm', llm_id: (await post('/create-retell-llm', { ...LLM, model: 'agent' })).llm_id }
      : {
          type: 'conversation-flow',
          conversation_flow_id: (await post('/create-conversation-flow', FLOW)).conversation_flow_id,
        };
    const { agent_id } = await post('/create-chat-agent', { response_engine: engine });

    const mind = createScriptedMind({ turns });
    const deps = { model: mind, modelFor: () => mind, egress, sign: () => '', wallClock: () => 0 };
    const config = {
      variables: VARIABLES,
      session: { type: 'voice' as const, startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    };
    const spoken = isLlm
      ? createRetellLlmEngine(deps, { ...config, llm: LLM as never })
      : createFlowEngine(deps, { ...config, document: FLOW as unknown as FlowDocument });

    const chat = await byChat(world, agent_id);
    assert.ok(chat.length > 10, chat.join('\n'));
    assert.deepEqual(await byVoice(withoutUnset(spoken, { onUnset: () => {} })), chat, 'by voice');
    assert.deepEqual(await byPlayground(world, agent_id), chat, 'in the playground');
    assert.deepEqual(await bySimulation(world, engine), chat, 'in a simulation');
    assert.deepEqual(await bySms(world, agent_id), chat, 'by text message');
  });
}
