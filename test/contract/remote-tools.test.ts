// The examples of docs/tools/mcp.md and docs/tools/cal-com.md in chats, over the API: only the addresses are those of the tests.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { createEgress } from '../../src/egress/index.ts';
import { startFakeCalCom } from '../support/fakes/cal-com.ts';
import { goodKey } from '../support/fakes/vendor-server.ts';
import { testServer } from '../support/http.ts';
import { choice } from '../support/jobs.ts';
import { startTypeScriptMcp } from '../support/mcp/typescript-server.ts';

type Context = Parameters<typeof testServer>[0];

async function exampleOf(page: string): Promise<Record<string, any>> {
  const text = await readFile(new URL(`../../docs/tools/${page}`, import.meta.url), 'utf8');
  return JSON.parse(/```json\n([^]*?)```/.exec(text)?.[1] ?? '');
}

async function chatWith(t: Context, llm: object, turns: ScriptedTurn[], calBaseUrl?: string) {
  const mind = createScriptedMind({ turns, provider: 'openai' });
  const egress = createEgress({ allow: ['127.0.0.1/32'] });
  const server = await testServer(t, { resources: { thinking: () => choice(mind), egress, calBaseUrl } });
  const made = await server.send('POST', '/create-retell-llm', { begin_message: 'Hi', ...llm });
  assert.equal(made.status, 201, made.text);
  const response_engine = { type: 'retell-llm', llm_id: made.json.llm_id };
  const agent = await server.send('POST', '/create-chat-agent', { response_engine });
  const begin = {
    agent_id: agent.json.agent_id,
    retell_llm_dynamic_variables: { restaurant_token: 'tok', branch: 'north', cal_key: goodKey },
  };
  const chat = await server.send('POST', '/create-chat', begin);
  assert.equal(chat.status, 201, chat.text);
  async function say(content: string): Promise<any[]> {
    const answer = await server.send('POST', '/create-chat-completion', { chat_id: chat.json.chat_id, content });
    assert.equal(answer.status, 201, answer.text);
    return answer.json.messages;
  }
  async function end(): Promise<any> {
    await server.send('PATCH', `/end-chat/${chat.json.chat_id}`);
    return (await server.send('GET', `/get-chat/${chat.json.chat_id}`)).json;
  }
  return { server, mind, say, end, agentId: agent.json.agent_id as string };
}

const resultIn = (messages: any[]) => messages.find(({ role }) => role === 'tool_call_result');

test('a chat books by an MCP server; its session ends with the answer', async (t) => {
  const peer = await startTypeScriptMcp(t);
  const llm = await exampleOf('mcp.md');
  llm.mcps[0].url = peer.streamable;
  const book = { tools: [{ name: 'book', arguments: '{"day":"2026-12-24","guests":2}' }] };
  const { mind, say, end, server, agentId } = await chatWith(t, llm, [book, { say: 'Booked.' }, book]);
  const messages = await say('A table for two on Christmas Eve, please.');
  assert.deepEqual([resultIn(messages).successful, messages.at(-1).content], [true, 'Booked.']);
  assert.equal(messages.filter(({ content }) => content === 'One moment, I am booking it.').length, 1);
  assert.deepEqual(await peer.bookings(), [{ day: '2026-12-24', guests: 2 }]);
  assert.equal((await end()).collected_dynamic_variables.booking_id, 'B1');
  assert.equal(await peer.sessions(), 0);
  const [first] = peer.requests;
  assert.deepEqual([first?.url, first?.headers.authorization], ['/mcp?branch=north', 'Bearer tok']);
  const { description, parameters } = mind.requests[0]?.tools[0] as { description: string; parameters: any };
  assert.equal(description, 'Books a table, once day and number of guests are known.');
  assert.deepEqual(Object.keys(parameters.properties), ['day', 'guests']);

  const trial = { messages: [{ role: 'user', content: 'A table.' }], tool_mocks: [] };
  const played = await server.send('POST', `/agent-playground-completion/${agentId}`, trial);
  assert.ok(played.status < 300, played.text);
  assert.match(resultIn(played.json.messages).content, /was not run/);
  assert.equal((await peer.bookings()).length, 1, 'the playground calls nothing');
});

test('a chat looks up free times at Cal.com and books one', async (t) => {
  const cal = await startFakeCalCom(t);
  const llm = await exampleOf('cal-com.md');
  const start_time = '2026-12-01T10:00:00+01:00';
  const booking = JSON.stringify({ start_time, name: 'Ann Smith', email: 'ann@example.com' });
  const turns = [
    { tools: [{ name: 'check_availability', arguments: '{"start_date":"2026-12-01"}' }] },
    { say: 'Ten is free.' },
    { tools: [{ name: 'book_appointment', arguments: booking }] },
    { say: 'Done.' },
  ];
  const { say } = await chatWith(t, llm, turns, cal.url);
  const free = resultIn(await say('When are you free on the first?'));
  assert.equal(JSON.parse(free.content).free['2026-12-01'][0], start_time);
  assert.equal(resultIn(await say('Ten, please.')).successful, true);
  assert.deepEqual(
    cal.bookings.map(({ start }) => start),
    ['2026-12-01T09:00:00.000Z'],
  );
});
