// Answers that are cut: by the death of the process, by a model that hangs, by length.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ApiError } from '../../src/contract/index.ts';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { createChatCompletion } from '../../src/resources/chat/index.ts';
import { choice } from '../support/jobs.ts';
import { testServer, type TestServer } from '../support/http.ts';

const TOOL = {
  type: 'custom',
  name: 'book',
  url: 'https://never.test/',
  parameters: { type: 'object', properties: {} },
};

async function setUp(t: Parameters<typeof testServer>[0], turns: (index: number) => ScriptedTurn) {
  const mind = createScriptedMind({ turns: (_request, index) => turns(index), provider: 'openai' });
  const server = await testServer(t, { resources: { thinking: () => choice(mind) } });
  const llm = await server.send('POST', '/create-retell-llm', { begin_message: 'Hi', general_tools: [TOOL] });
  const response_engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
  const { json } = await server.send('POST', '/create-chat-agent', { response_engine });
  const chat = await server.send('POST', '/create-chat', { agent_id: json.agent_id });
  return { server, mind, chatId: chat.json.chat_id as string };
}

const say = (server: TestServer, chat_id: string, content: string) =>
  server.send('POST', '/create-chat-completion', { chat_id, content });
const messages = async (server: TestServer, chatId: string): Promise<any[]> =>
  (await server.send('GET', `/get-chat/${chatId}`)).json.message_with_tool_calls;

/** Lets another process answer, and kills it when it says `sign`. */
async function cutOff(server: TestServer, chatId: string, content: string, sign: string): Promise<void> {
  const file = fileURLToPath(new URL('chat-cut.fixture.ts', import.meta.url));
  const args = [file, server.database.url, server.workspaceId, chatId, content];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) if (line === sign) child.kill('SIGKILL');
  assert.deepEqual(await gone, [null, 'SIGKILL']);
}

/** As time does: the dead hold their turn for some seconds. */
async function letTurnRunOut(server: TestServer, chatId: string): Promise<void> {
  const row = await server.database.db
    .updateTable('chats')
    .set({ turn_until: new Date(0) })
    .where('chat_id', '=', chatId)
    .where('turn_id', 'is not', null)
    .executeTakeFirst();
  assert.equal(row.numUpdatedRows, 1n, 'the turn was held');
}

test('a process that is killed in the midst of an answer leaves the message and no half answer', async (t) => {
  const { server, chatId } = await setUp(t, () => ({ say: 'A whole answer.' }));
  await cutOff(server, chatId, 'Hello?', 'speaking');
  const left = await messages(server, chatId);
  assert.deepEqual(
    left.map((each) => [each.role, each.content]),
    [
      ['agent', 'Hi'],
      ['user', 'Hello?'],
    ],
  );
  await letTurnRunOut(server, chatId);
  const again = await say(server, chatId, 'Hello?');
  assert.deepEqual(
    again.json.messages.map((each: any) => each.content),
    ['A whole answer.'],
  );
  assert.deepEqual(await messages(server, chatId), [...left, ...again.json.messages], 'nothing is said twice');
});

test('a process that is killed while a tool runs leaves the call of the tool on record', async (t) => {
  const { server, chatId, mind } = await setUp(t, () => ({ say: 'I am not sure that it worked.' }));
  await cutOff(server, chatId, 'use the tool', 'in the tool');
  assert.deepEqual(
    (await messages(server, chatId)).map(({ role }) => role),
    ['agent', 'user', 'tool_call_invocation'],
  );
  await letTurnRunOut(server, chatId);
  const { json } = await say(server, chatId, 'use the tool');
  assert.deepEqual(
    json.messages.map(({ role }: any) => role),
    ['tool_call_invocation', 'tool_call_result', 'agent'],
  );
  assert.match(JSON.stringify(mind.requests[0]?.messages), /Whether it did its work is not known/);
});

test('a model that hangs is an error that may pass, and the chat goes on', async (t) => {
  const { server, chatId } = await setUp(t, (index) =>
    index === 0 ? { after: new Promise(() => {}) } : { say: 'Yes.' },
  );
  const body = { chat_id: chatId, content: 'Hello?' };
  const late = createChatCompletion(server.deps.resources, server.workspaceId, body, { modelMs: 1, wholeMs: 60_000 });
  await assert.rejects(late, (error) => {
    assert.ok(error instanceof ApiError);
    assert.match(error.message, /did not answer in time/);
    assert.equal(error.retryAfterS, 1);
    return true;
  });
  assert.deepEqual((await say(server, chatId, 'Hello?')).json.messages.length, 1);
  assert.equal((await messages(server, chatId)).length, 3);
});

test('a chat of five hundred messages goes on', async (t) => {
  const { server, chatId, mind } = await setUp(t, () => ({ say: 'Still here.' }));
  const { db } = server.database;
  const rows = Array.from({ length: 499 }, (_, i) => ({
    workspace_id: server.workspaceId,
    chat_id: chatId,
    seq: i + 1,
    message: JSON.stringify({
      message_id: `m${i}`,
      role: i % 2 === 0 ? 'user' : 'agent',
      content: `message ${i}`,
      created_timestamp: i,
    }),
  }));
  await db.insertInto('chat_messages').values(rows).execute();
  await db.updateTable('chats').set({ message_count: 500 }).where('chat_id', '=', chatId).execute();
  assert.equal((await say(server, chatId, 'And now?')).status, 201);
  assert.equal((await messages(server, chatId)).length, 502);
  assert.match(JSON.stringify(mind.requests[0]?.messages), /message 0"[^]*message 498[^]*And now\?/);
  const { json } = await server.send('GET', '/list-chat');
  assert.equal(json[0].message_with_tool_calls.length, 502);
});
