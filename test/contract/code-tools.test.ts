// Code that really runs: in chats of both engines, in the example of the documentation, and not in the playground.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { choice } from '../support/jobs.ts';
import { testServer } from '../support/http.ts';

type Context = Parameters<typeof testServer>[0];

const COMPUTE = {
  type: 'code',
  name: 'compute',
  description: 'Adds up the bill.',
  code: 'const sum = Number(dv.a) + metadata.b; if (Number.isNaN(sum)) throw new Error("no numbers"); return { bill: { sum } };',
  response_variables: { sum: 'bill.sum' },
};

async function agentWith(t: Context, engine: { path: string; body: object }, turns: ScriptedTurn[]) {
  const mind = createScriptedMind({ turns, provider: 'openai' });
  const server = await testServer(t, { resources: { thinking: () => choice(mind) } });
  const made = await server.send('POST', engine.path, engine.body);
  assert.equal(made.status, 201, made.text);
  const { llm_id, conversation_flow_id } = made.json;
  const response_engine = llm_id ? { type: 'retell-llm', llm_id } : { type: 'conversation-flow', conversation_flow_id };
  const agent = await server.send('POST', '/create-chat-agent', { response_engine });
  assert.equal(agent.status, 201, agent.text);
  return { server, mind, agentId: agent.json.agent_id as string };
}

async function chat(
  server: Awaited<ReturnType<typeof agentWith>>['server'],
  agent_id: string,
  begin: object,
  content: string,
) {
  const begun = await server.send('POST', '/create-chat', { agent_id, ...begin });
  assert.equal(begun.status, 201, begun.text);
  const { chat_id } = begun.json;
  const answer = await server.send('POST', '/create-chat-completion', { chat_id, content });
  assert.equal(answer.status, 201, answer.text);
  await server.send('PATCH', `/end-chat/${chat_id}`);
  return { messages: answer.json.messages as any[], chat: (await server.send('GET', `/get-chat/${chat_id}`)).json };
}

test('a code tool runs with the chat’s variables and metadata, and fills variables', async (t) => {
  const llm = { general_tools: [COMPUTE], begin_message: 'Hi', general_prompt: 'The bill is {{sum}}.' };
  const { server, mind, agentId } = await agentWith(t, { path: '/create-retell-llm', body: llm }, [
    { tools: [{ name: 'compute' }] },
    { say: 'Forty-two.' },
    { tools: [{ name: 'compute' }] },
    { say: 'Sorry.' },
  ]);
  const begin = { retell_llm_dynamic_variables: { a: '40' }, metadata: { b: 2 } };
  const { messages, chat: after } = await chat(server, agentId, begin, 'How much?');
  const result = messages.find((each) => each.role === 'tool_call_result');
  assert.deepEqual([result.successful, result.content], [true, '{"bill":{"sum":42}}']);
  assert.equal(after.collected_dynamic_variables.sum, '42');
  assert.match(String(mind.requests[1]?.messages[0]?.content), /The bill is 42\./);
  const failed = await chat(server, agentId, {}, 'How much?');
  const words = failed.messages.find((each) => each.role === 'tool_call_result');
  assert.deepEqual([words.successful, words.content], [false, 'Error: no numbers (line 1)']);
  assert.equal(failed.chat.collected_dynamic_variables?.sum, undefined);
});

test('a code node runs on entry and the flow goes on by what it returned', async (t) => {
  const says = (id: string, text: string) => ({ id, type: 'conversation', instruction: { type: 'static_text', text } });
  const equation = { type: 'equation', operator: '&&', equations: [{ left: '{{sum}}', operator: '>', right: '41' }] };
  const flow = {
    start_speaker: 'user',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    start_node_id: 'work',
    nodes: [
      {
        ...COMPUTE,
        id: 'work',
        type: 'code',
        name: 'Add up',
        wait_for_result: true,
        edges: [{ id: 'much', destination_node_id: 'much', transition_condition: equation }],
        else_edge: {
          id: 'else',
          destination_node_id: 'none',
          transition_condition: { type: 'prompt', prompt: 'Else' },
        },
      },
      says('much', 'That is much: {{sum}}.'),
      says('none', 'I do not know.'),
    ],
  };
  const { server, agentId } = await agentWith(t, { path: '/create-conversation-flow', body: flow }, []);
  const good = await chat(
    server,
    agentId,
    { retell_llm_dynamic_variables: { a: '40' }, metadata: { b: 2 } },
    'How much?',
  );
  assert.equal(good.messages.at(-1).content, 'That is much: 42.');
  const bad = await chat(server, agentId, {}, 'How much?');
  assert.equal(bad.messages.find((each) => each.role === 'tool_call_result').successful, false);
  assert.equal(bad.messages.at(-1).content, 'I do not know.');
});

test('in the playground code is not run: a mock answers, or the tool is refused', async (t) => {
  const tools = { general_tools: [{ ...COMPUTE, code: 'while (true);' }], begin_message: 'Hi' };
  const { server, agentId } = await agentWith(t, { path: '/create-retell-llm', body: tools }, [
    { tools: [{ name: 'compute' }] },
    { say: 'A.' },
    { tools: [{ name: 'compute' }] },
    { say: 'B.' },
  ]);
  const complete = (tool_mocks: object[]) =>
    server.send('POST', `/agent-playground-completion/${agentId}`, {
      messages: [{ role: 'user', content: 'How much?' }],
      tool_mocks,
    });
  const output = '{"bill":{"sum":7}}';
  const mocked = await complete([{ tool_name: 'compute', input_match_rule: { type: 'any' }, output }]);
  assert.equal(mocked.json.messages[1].content, output);
  assert.equal(mocked.json.dynamic_variables.sum, '7');
  const refused = await complete([]);
  assert.match(refused.json.messages[1].content, /not run for real/);
});

test('the example of docs/tools/code.md does what the page says', async (t) => {
  const page = await readFile(new URL('../../docs/tools/code.md', import.meta.url), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? assert.fail('the page has no example');
  const tool = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? 'null');
  const asked: (string | undefined)[] = [];
  const shop = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization);
    response.end('[{"id":"A7","arrives_at":"2026-03-09T15:00:00Z"}]');
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  t.after(() => void shop.close());
  const llm = { general_tools: [{ ...tool, code: example }], begin_message: 'Hi' };
  const { server, agentId } = await agentWith(t, { path: '/create-retell-llm', body: llm }, [
    { tools: [{ name: 'find_order' }] },
    { say: 'It comes on Monday.' },
  ]);
  const variables = { shop_url: `http://127.0.0.1:${(shop.address() as AddressInfo).port}`, user_number: '+1 555' };
  const begin = { retell_llm_dynamic_variables: variables, metadata: { shop_token: 'secret' } };
  const { chat: after } = await chat(server, agentId, begin, 'Where is my order?');
  assert.deepEqual(asked, ['/orders?phone=%2B1%20555', 'Bearer secret']);
  const { order_id, order_day } = after.collected_dynamic_variables;
  assert.deepEqual([order_id, order_day], ['A7', 'Monday, March 9']);
});
