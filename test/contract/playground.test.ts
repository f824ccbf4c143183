// Agents tried out without a chat.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { choice } from '../support/jobs.ts';
import { testServer } from '../support/http.ts';

const LOOK_UP = {
  type: 'custom',
  name: 'look_up',
  url: 'https://never.test/',
  parameters: { type: 'object', properties: { id: { type: 'string' } } },
  response_variables: { ref: 'order.ref' },
};
const STATES = {
  starting_state: 'first',
  states: [
    { name: 'first', edges: [{ destination_state_name: 'second', description: 'Go on' }] },
    { name: 'second', state_prompt: 'Second for {{name}}, {{ref}}.' },
  ],
};

async function setUp(t: Parameters<typeof testServer>[0], turns: ScriptedTurn[], llm: object = {}, channel = 'chat') {
  const mind = createScriptedMind({ turns, provider: 'openai' });
  const reached: string[] = [];
  const egress = { send: async ({ url }: { url: string }) => (reached.push(url), assert.fail('the net was reached')) };
  const server = await testServer(t, { resources: { thinking: () => choice(mind), egress: egress as never } });
  const engine = await server.send('POST', '/create-retell-llm', { begin_message: 'Hi {{name}}', ...llm });
  const created = await server.send('POST', channel === 'chat' ? '/create-chat-agent' : '/create-agent', {
    response_engine: { type: 'retell-llm', llm_id: engine.json.llm_id },
    ...(channel === 'chat' ? {} : { voice_id: '11labs-Adrian' }),
  });
  assert.equal(created.status, 201, created.text);
  const agentId = created.json.agent_id as string;
  const complete = (body: object, query = '') =>
    server.send('POST', `/agent-playground-completion/${agentId}${query}`, body);
  return { server, mind, complete, reached, agentId };
}

const user = (content: string) => ({ role: 'user', content });

test('everything goes in and only what is new comes out; nothing is stored', async (t) => {
  const { server, mind, complete } = await setUp(
    t,
    [
      { tools: [{ name: 'look_up', arguments: { id: '7' } }] },
      { tools: [{ name: 'transition_to_second' }] },
      { say: 'Done.' },
    ],
    { general_tools: [LOOK_UP], ...STATES },
  );
  const { status, json, text } = await complete({
    messages: [{ role: 'agent', content: 'Hi' }, user('Order 7')],
    dynamic_variables: { name: 'Ada' },
    tool_mocks: [
      {
        tool_name: 'look_up',
        input_match_rule: { type: 'partial_match', args: { id: '8' } },
        output: '{"order":{"ref":"no"}}',
      },
      { tool_name: 'look_up', input_match_rule: { type: 'any' }, output: '{"order":{"ref":"R7"}}' },
    ],
  });
  assert.equal(status, 200, text);
  assert.deepEqual(
    json.messages.map((each: any) => each.role),
    [
      'tool_call_invocation',
      'tool_call_result',
      'tool_call_invocation',
      'tool_call_result',
      'state_transition',
      'agent',
    ],
  );
  assert.equal(json.messages[1].content, '{"order":{"ref":"R7"}}');
  assert.deepEqual([json.call_ended, json.current_state], [false, 'second']);
  assert.deepEqual(json.dynamic_variables, { name: 'Ada', ref: 'R7' });
  assert.match(String(mind.requests.at(-1)?.messages[0]?.content), /Second for Ada, R7\./);
  assert.deepEqual((await server.send('GET', '/list-chat')).json, []);
});

test('what came out goes in again, from the state where it stood', async (t) => {
  const { mind, complete } = await setUp(t, [{ say: 'Yes.' }], STATES);
  const messages = [
    user('Go'),
    { role: 'tool_call_invocation', tool_call_id: 'a', name: 'transition_to_second', arguments: '{}' },
    { role: 'tool_call_result', tool_call_id: 'a', content: 'ok' },
    { role: 'state_transition', former_state_name: 'first', new_state_name: 'second' },
    { role: 'injected', content: 'It rains.' },
    { role: 'sms', content: 'A text' },
    user('Sure?'),
  ];
  const { json } = await complete({ messages, current_state: 'second', dynamic_variables: { name: 'Bo', ref: '1' } });
  assert.deepEqual([json.messages.length, json.current_state], [1, 'second']);
  assert.match(String(mind.requests[0]?.messages[0]?.content), /Second for Bo, 1\./);
  assert.match(JSON.stringify(mind.requests[0]?.messages), /It rains[^]*A text/);
});

test('a tool without a mock is not run, and the agent is told so', async (t) => {
  const { complete, reached } = await setUp(t, [{ tools: [{ name: 'look_up' }] }, { say: 'Sorry.' }], {
    general_tools: [LOOK_UP],
  });
  const { status, json } = await complete({ messages: [user('Order')] });
  assert.deepEqual([status, json.messages[1].successful, reached], [200, false, []]);
  assert.match(json.messages[1].content, /no mock fits/);
});

test('a mock may fail, and the end of the conversation is told', async (t) => {
  const { complete } = await setUp(t, [{ tools: [{ name: 'look_up' }, { name: 'end_call' }] }], {
    general_tools: [LOOK_UP, { type: 'end_call', name: 'end_call' }],
  });
  const mock = { tool_name: 'look_up', input_match_rule: { type: 'any' }, output: 'down', result: false };
  const { json } = await complete({ messages: [user('Bye')], tool_mocks: [mock] });
  assert.deepEqual([json.call_ended, json.messages[1].successful], [true, false]);
});

test('without messages the agent opens; voice agents can be tried as well, in any version', async (t) => {
  const { complete, agentId, server } = await setUp(t, [{ say: 'Spoken.' }], {}, 'voice');
  const { json } = await complete({ messages: [], dynamic_variables: { name: 'Cy' } }, '?version=0');
  assert.deepEqual([json.messages.length, json.messages[0].content], [1, 'Hi Cy']);
  assert.equal((await complete({ messages: [user('Hi')] }, '?version=latest')).json.messages[0].content, 'Spoken.');
  assert.equal((await complete({ messages: [] }, '?version=9')).status, 422);
  const unknown = await server.send('POST', '/agent-playground-completion/agent_unknown', { messages: [] });
  assert.equal(unknown.status, 422);
  assert.ok(agentId);
});

test('what cannot be gone on from is refused', async (t) => {
  const { complete } = await setUp(t, [], STATES);
  const wrong = await complete({ messages: [user('Hi')], current_state: 'third' });
  assert.deepEqual([wrong.status, /expected one of first, second/.test(wrong.json.message)], [400, true]);
  for (const body of [{}, { messages: [{ role: 'robot', content: 'x' }] }, { messages: [{ role: 'user' }] }])
    assert.equal((await complete(body)).status, 400);
  assert.equal((await complete({ messages: [user('x'.repeat(3_000_000))] })).status, 400);
});
