// Chats and the playground with agents that have a conversation flow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { testServer, type TestServer } from '../support/http.ts';

type Context = Parameters<typeof testServer>[0];

const prompt = (id: string, text: string, to: string) => ({
  id,
  destination_node_id: to,
  transition_condition: { type: 'prompt', prompt: text },
});

const flow = {
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'gpt-4.1' },
  global_prompt: 'You sell shoes.',
  start_node_id: 'hello',
  nodes: [
    {
      id: 'hello',
      name: 'Hello',
      type: 'conversation',
      instruction: { type: 'static_text', text: 'Hello {{name}}!' },
      edges: [prompt('e1', 'wants an order looked up', 'find'), prompt('e2', 'is done', 'bye')],
    },
    {
      id: 'find',
      name: 'Find',
      type: 'function',
      tool_id: 't1',
      tool_type: 'local',
      wait_for_result: true,
      edges: [
        {
          id: 'e3',
          destination_node_id: 'many',
          transition_condition: {
            type: 'equation',
            operator: '&&',
            equations: [{ left: '{{count}}', operator: '>', right: '1' }],
          },
        },
      ],
    },
    {
      id: 'many',
      name: 'Many',
      type: 'conversation',
      instruction: { type: 'static_text', text: 'You have {{count}} orders.' },
      skip_response_edge: prompt('e4', 'Skip response', 'more'),
    },
    {
      id: 'more',
      name: 'More',
      type: 'conversation',
      instruction: { type: 'prompt', text: 'Ask if there is more.' },
      edges: [prompt('e5', 'is done', 'bye')],
    },
    {
      id: 'bye',
      name: 'Bye',
      type: 'end',
      speak_during_execution: true,
      instruction: { type: 'static_text', text: 'Bye.' },
    },
  ],
  tools: [
    {
      tool_id: 't1',
      type: 'custom',
      name: 'find_orders',
      description: 'Finds orders.',
      url: 'https://shop.test/orders',
      response_variables: { count: 'count' },
    },
  ],
};

async function flowServer(t: Context, turns: readonly ScriptedTurn[]) {
  const mind = createScriptedMind({ turns, provider: 'openai', model: 'gpt-test' });
  const thinking = () => ({ use: mind, provider: 'openai', name: 'gpt-test', substituted: null });
  const egress = {
    send: async () => ({ status: 200, headers: {}, body: '{"count":3}', truncated: false }),
    stream: () => Promise.reject(new Error('nothing is streamed here')),
    openSocket: () => Promise.reject(new Error('nothing is opened here')),
  };
  const server = await testServer(t, { resources: { thinking, egress } });
  const engine = await server.send('POST', '/create-conversation-flow', flow);
  assert.equal(engine.status, 201, engine.text);
  const agent = await server.send('POST', '/create-chat-agent', {
    response_engine: { type: 'conversation-flow', conversation_flow_id: engine.json.conversation_flow_id },
  });
  assert.equal(agent.status, 201, agent.text);
  return { server, mind, agentId: agent.json.agent_id as string };
}

const say = async (server: TestServer, chat_id: string, content: string): Promise<any[]> => {
  const { status, json, text } = await server.send('POST', '/create-chat-completion', { chat_id, content });
  assert.equal(status, 201, text);
  return json.messages;
};
const line = (message: any): string =>
  message.content === undefined
    ? `${message.role} ${message.name ?? `${message.former_node_name} -> ${message.new_node_name}`}`
    : `${message.role}: ${message.content}`;

test('a chat goes through its flow: words, decision, tool, equation, skip, end', async (t) => {
  const { server, mind, agentId } = await flowServer(t, [{ say: '[1]' }, { say: 'Anything else?' }, { say: '[1]' }]);
  const created = await server.send('POST', '/create-chat', {
    agent_id: agentId,
    retell_llm_dynamic_variables: { name: 'Ann' },
  });
  assert.equal(created.status, 201, created.text);
  const chat = created.json;
  assert.deepEqual(chat.message_with_tool_calls.map(line), ['node_transition begin -> Hello', 'agent: Hello Ann!']);

  assert.deepEqual((await say(server, chat.chat_id, 'Where are my orders?')).map(line), [
    'node_transition Hello -> Find',
    'tool_call_invocation find_orders',
    'tool_call_result: {"count":3}',
    'node_transition Find -> Many',
    'agent: You have 3 orders.',
    'node_transition Many -> More',
    'agent: Anything else?',
  ]);
  assert.deepEqual((await say(server, chat.chat_id, 'No, thanks.')).map(line), [
    'node_transition More -> Bye',
    'agent: Bye.',
    'tool_call_invocation end_call',
    'tool_call_result: The call ends.',
  ]);
  const ended = (await server.send('GET', `/get-chat/${chat.chat_id}`)).json;
  assert.equal(ended.chat_status, 'ended');
  assert.deepEqual(ended.collected_dynamic_variables, { count: '3', current_node: 'Bye', previous_node: 'More' });
  assert.equal(mind.requests.length, 3);
});

test('the playground begins at a node, runs no tool for real, and says where the flow stands', async (t) => {
  const { server, agentId } = await flowServer(t, [{ say: '[1]' }, { say: 'More?' }]);
  const path = `/agent-playground-completion/${agentId}`;
  const opened = await server.send('POST', path, { messages: [] });
  assert.deepEqual([opened.status, opened.json.current_node_id], [200, 'hello'], opened.text);
  const answer = await server.send('POST', path, {
    messages: [{ role: 'user', content: 'My orders?' }],
    current_node_id: 'hello',
    tool_mocks: [{ tool_name: 'find_orders', input_match_rule: { type: 'any' }, output: '{"count":7}' }],
  });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.messages.map(line).includes('agent: You have 7 orders.'), true, answer.text);
  assert.deepEqual([answer.json.current_node_id, answer.json.dynamic_variables], ['more', { count: '7' }]);
  const unknown = await server.send('POST', path, {
    messages: [{ role: 'user', content: 'Hi' }],
    current_node_id: 'gone',
  });
  assert.equal(unknown.status, 400);
  assert.match(unknown.json.message, /current_node_id/);
});
