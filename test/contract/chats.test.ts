// Chats: created, answered, ended, kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelRequest } from '../../src/interfaces/language-model.ts';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { TelephonyError } from '../../src/interfaces/telephony.ts';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { closeSilentChats } from '../../src/resources/chat/index.ts';
import { listChatWebhookDeliveries } from '../../src/storage/index.ts';
import { receiver } from '../support/jobs.ts';
import { testServer, type TestServer, type TestServerOptions } from '../support/http.ts';

type Turns = readonly ScriptedTurn[] | ((request: ModelRequest, index: number) => ScriptedTurn);
type Context = Parameters<typeof testServer>[0];

async function chatServer(t: Context, turns: Turns = [], resources: TestServerOptions['resources'] = {}) {
  const mind = createScriptedMind({ turns, provider: 'openai', model: 'gpt-test' });
  const thinking = () => ({ use: mind, provider: 'openai', name: 'gpt-test', substituted: null });
  const server = await testServer(t, { resources: { thinking, ...resources } });
  return { server, mind };
}

async function chatAgent(server: TestServer, llm: object = {}, agent: object = {}): Promise<string> {
  const engine = await server.send('POST', '/create-retell-llm', { begin_message: 'Hello {{name}}!', ...llm });
  assert.equal(engine.status, 201, engine.text);
  const created = await server.send('POST', '/create-chat-agent', {
    response_engine: { type: 'retell-llm', llm_id: engine.json.llm_id },
    webhook_url: 'https://hooks.test/{{chat_id}}',
    ...agent,
  });
  assert.equal(created.status, 201, created.text);
  return created.json.agent_id;
}

async function startChat(server: TestServer, agent_id: string, more: object = {}): Promise<any> {
  const { status, json, text } = await server.send('POST', '/create-chat', { agent_id, ...more });
  assert.equal(status, 201, text);
  return json;
}

const say = (server: TestServer, chat_id: string, content: string) =>
  server.send('POST', '/create-chat-completion', { chat_id, content });
const read = async (server: TestServer, chatId: string) => (await server.send('GET', `/get-chat/${chatId}`)).json;
const roles = (messages: any[]): string[] => messages.map((each) => each.role);

async function webhooks(server: TestServer, chatId: string): Promise<{ event: string; url: string; chat: any }[]> {
  const rows = await listChatWebhookDeliveries(server.database.db, chatId);
  return rows.map(({ event, url, body }) => ({ event, url, chat: body === '' ? null : JSON.parse(body).chat }));
}

test('a chat begins with the agent’s message, answers, and is ended', async (t) => {
  const { server, mind } = await chatServer(t, [{ say: 'Monday suits me.' }]);
  const agentId = await chatAgent(server, { general_prompt: 'You serve {{name}}.' });
  const chat = await startChat(server, agentId, {
    metadata: { customer: 'c1' },
    retell_llm_dynamic_variables: { name: 'Ada', visits: 3 },
  });
  assert.match(chat.chat_id, /^chat_[0-9a-f]{27}$/);
  assert.deepEqual([chat.chat_status, chat.chat_type, chat.version], ['ongoing', 'api_chat', 0]);
  assert.equal(chat.transcript, 'Agent: Hello Ada!\n');
  assert.deepEqual([chat.metadata, chat.start_timestamp], [{ customer: 'c1' }, server.clock.now]);

  server.clock.now += 1000;
  const answer = await say(server, chat.chat_id, 'When?');
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual(
    answer.json.messages.map((each: any) => [each.role, each.content, each.created_timestamp]),
    [['agent', 'Monday suits me.', server.clock.now]],
  );
  assert.match(String(mind.requests[0]?.messages[0]?.content), /You serve Ada\./);
  assert.equal((await server.send('PATCH', `/end-chat/${chat.chat_id}`)).status, 204);
  assert.equal((await server.send('PATCH', `/end-chat/${chat.chat_id}`)).status, 204, 'twice is once');
  const ended = await read(server, chat.chat_id);
  assert.deepEqual([ended.chat_status, ended.end_timestamp], ['ended', server.clock.now]);
  assert.equal(ended.transcript, 'Agent: Hello Ada!\nUser: When?\nAgent: Monday suits me.\n');
  assert.deepEqual(roles(ended.message_with_tool_calls), ['agent', 'user', 'agent']);

  const late = await say(server, chat.chat_id, 'Still there?');
  assert.equal(late.status, 400);
  assert.match(late.json.message, /has ended/);
  const told = await webhooks(server, chat.chat_id);
  assert.deepEqual(
    told.map(({ event, url }) => [event, url]),
    [
      ['chat_started', `https://hooks.test/${chat.chat_id}`],
      ['chat_ended', `https://hooks.test/${chat.chat_id}`],
    ],
  );
  assert.deepEqual(told[0]?.chat, chat);
  assert.deepEqual(told[1]?.chat, ended);
});

test('the model opens a chat without a begin message; an empty one leaves the first word to the user', async (t) => {
  const { server } = await chatServer(t, [{ say: 'Welcome.' }]);
  const open = await startChat(server, await chatAgent(server, { begin_message: null }));
  assert.equal(open.transcript, 'Agent: Welcome.\n');
  const silent = await startChat(server, await chatAgent(server, { begin_message: '' }));
  assert.deepEqual(silent.message_with_tool_calls, []);
});

test('the model may use tools with its first words', async (t) => {
  const hook = await receiver(t as never);
  const { server } = await chatServer(t, [{ tools: [{ name: 'look_up' }] }, { say: 'I looked.' }]);
  const tool = { type: 'custom', name: 'look_up', url: hook.url, parameters: { type: 'object', properties: {} } };
  const chat = await startChat(server, await chatAgent(server, { begin_message: null, general_tools: [tool] }));
  assert.deepEqual(roles(chat.message_with_tool_calls), ['tool_call_invocation', 'tool_call_result', 'agent']);
});

test('a tool is shown the chat up to its own call, and its result and variables are kept between requests', async (t) => {
  const hook = await receiver(t as never);
  const { server, mind } = await chatServer(t, [
    { say: 'One moment.', tools: [{ name: 'book', arguments: { day: 'Monday' } }] },
    { say: 'Booked.' },
    { say: 'Bye.' },
  ]);
  const tool = {
    type: 'custom',
    name: 'book',
    url: hook.url,
    parameters: { type: 'object', properties: { day: { type: 'string' } } },
    response_variables: { ref: 'ref' },
    speak_during_execution: false,
  };
  const agentId = await chatAgent(server, { general_prompt: 'Ref {{ref}}.', general_tools: [tool] });
  const chat = await startChat(server, agentId);
  const answer = await say(server, chat.chat_id, 'Monday please');
  assert.deepEqual(roles(answer.json.messages), ['agent', 'tool_call_invocation', 'tool_call_result', 'agent']);
  const [, invocation, result] = answer.json.messages;
  assert.equal(invocation.tool_call_id, result.tool_call_id);
  const request = JSON.parse((await hook.next()).body);
  assert.deepEqual([request.name, request.args], ['book', { day: 'Monday' }]);
  assert.equal(request.call.chat_id, chat.chat_id);
  assert.deepEqual(request.call.message_with_tool_calls.at(-1), invocation);
  await say(server, chat.chat_id, 'Thanks');
  assert.match(JSON.stringify(mind.requests.at(-1)?.messages), /Booked\./);
});

test('states, collected variables and overrides hold from one request to the next', async (t) => {
  const { server, mind } = await chatServer(t, [
    { tools: [{ name: 'transition_to_booking', arguments: { city: 'Rome' } }] },
    { say: 'Rome it is.' },
    { say: 'Yes.' },
    { say: 'No.' },
  ]);
  const agentId = await chatAgent(server, {
    general_prompt: 'Tone {{tone}}.',
    starting_state: 'start',
    states: [
      {
        name: 'start',
        state_prompt: 'Ask for the city.',
        edges: [
          {
            destination_state_name: 'booking',
            description: 'City known',
            parameters: { type: 'object', properties: { city: { type: 'string', description: 'City' } } },
          },
        ],
      },
      { name: 'booking', state_prompt: 'Book in {{city}}.' },
    ],
  });
  const { chat_id } = await startChat(server, agentId, { retell_llm_dynamic_variables: { tone: 'calm' } });
  const first = await say(server, chat_id, 'Rome');
  assert.deepEqual(roles(first.json.messages), [
    'tool_call_invocation',
    'tool_call_result',
    'state_transition',
    'agent',
  ]);
  assert.deepEqual(
    [first.json.messages[2].former_state_name, first.json.messages[2].new_state_name],
    ['start', 'booking'],
  );
  await server.send('PATCH', `/update-chat/${chat_id}`, { override_dynamic_variables: { tone: 'loud' } });
  await say(server, chat_id, 'Sure?');
  assert.match(String(mind.requests.at(-1)?.messages[0]?.content), /Tone loud\.[^]*Book in Rome\./);
  await server.send('PATCH', `/update-chat/${chat_id}`, { override_dynamic_variables: null });
  await say(server, chat_id, 'Really?');
  assert.match(String(mind.requests.at(-1)?.messages[0]?.content), /Tone calm\./);
  await server.send('PATCH', `/end-chat/${chat_id}`);
  const { collected_dynamic_variables } = await read(server, chat_id);
  assert.deepEqual(collected_dynamic_variables, {
    city: 'Rome',
    current_agent_state: 'booking',
    previous_agent_state: 'start',
  });
});

test('the agent ends a chat by its tool', async (t) => {
  const { server } = await chatServer(t, [{ say: 'Goodbye.', tools: [{ name: 'end_call' }] }]);
  const agentId = await chatAgent(server, { general_tools: [{ type: 'end_call', name: 'end_call' }] });
  const { chat_id } = await startChat(server, agentId);
  const { json } = await say(server, chat_id, 'Bye');
  assert.deepEqual(roles(json.messages), ['agent', 'tool_call_invocation', 'tool_call_result']);
  const ended = await read(server, chat_id);
  assert.deepEqual([ended.chat_status, ended.disconnection_reason], ['ended', 'agent_hangup']);
  assert.deepEqual(
    (await webhooks(server, chat_id)).map(({ event }) => event),
    ['chat_started', 'chat_ended'],
  );
});

test('twenty messages at once are answered one after the other, each by an agent that knows those before', async (t) => {
  const { server } = await chatServer(t, (request) => ({
    say: `heard ${request.messages.filter(({ role }) => role === 'user').length}`,
  }));
  const { chat_id } = await startChat(server, await chatAgent(server));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => say(server, chat_id, `message ${i}`)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  const { message_with_tool_calls: messages } = await read(server, chat_id);
  assert.equal(messages.length, 41);
  for (let i = 1; i < 41; i += 2) {
    assert.deepEqual([messages[i].role, messages[i + 1].role], ['user', 'agent']);
    assert.equal(messages[i + 1].content, `heard ${(i + 1) / 2}`);
  }
});

test('a message whose answer failed is kept, and the same message again is answered without being said twice', async (t) => {
  const { server } = await chatServer(t, [
    { fail: new ProviderError('busy', { provider: 'openai', category: 'unavailable' }) },
    { say: 'Now.' },
    { say: 'half', fail: new ProviderError('wrong key', { provider: 'openai', category: 'authentication' }) },
    { say: 'Again.' },
  ]);
  const { chat_id } = await startChat(server, await chatAgent(server));
  const failed = await say(server, chat_id, 'Anybody?');
  assert.ok(failed.status >= 500, failed.text);
  assert.match(failed.json.message, /language model.*busy/);
  assert.equal(failed.headers.get('x-should-retry'), 'true');
  assert.equal((await read(server, chat_id)).transcript, 'Agent: Hello!\nUser: Anybody?\n');
  const again = await say(server, chat_id, 'Anybody?');
  assert.deepEqual(roles(again.json.messages), ['agent']);

  const refused = await say(server, chat_id, 'And now?');
  assert.equal(refused.headers.get('x-should-retry'), 'false', 'a wrong key stays wrong');
  const other = await say(server, chat_id, 'Another question');
  assert.equal(other.status, 201);
  const { transcript } = await read(server, chat_id);
  assert.equal(
    transcript,
    'Agent: Hello!\nUser: Anybody?\nAgent: Now.\nUser: And now?\nUser: Another question\nAgent: Again.\n',
  );
});

test('what a tool did is on record although the model failed afterwards', async (t) => {
  const hook = await receiver(t as never);
  const { server } = await chatServer(t, [
    { tools: [{ name: 'pay' }] },
    { fail: new ProviderError('busy', { provider: 'openai', category: 'unavailable' }) },
    { say: 'Paid.' },
  ]);
  const tool = { type: 'custom', name: 'pay', url: hook.url, parameters: { type: 'object', properties: {} } };
  const { chat_id } = await startChat(server, await chatAgent(server, { general_tools: [tool] }));
  assert.ok((await say(server, chat_id, 'Pay')).status >= 500);
  const { json } = await say(server, chat_id, 'Pay');
  assert.deepEqual(roles(json.messages), ['tool_call_invocation', 'tool_call_result', 'agent']);
  assert.equal(json.messages[1].successful, true);
  await hook.next();
  assert.equal(hook.waiting, 0, 'the tool ran once');
});

test('arguments that are no JSON, tools that are not there and loops come to an end', async (t) => {
  const { server } = await chatServer(t, (_request, index) => ({
    tools: [{ name: index === 0 ? 'nonsense' : 'look', arguments: '{"a":' }],
  }));
  const tool = {
    type: 'custom',
    name: 'look',
    url: 'https://x.test',
    parameters: { type: 'object', properties: {} },
  };
  const { chat_id } = await startChat(server, await chatAgent(server, { general_tools: [tool] }));
  const { status, json } = await say(server, chat_id, 'Go');
  assert.equal(status, 201);
  assert.ok(json.messages.length >= 20 && json.messages.length <= 60, String(json.messages.length));
  assert.ok(
    json.messages.filter((each: any) => each.role === 'tool_call_result').every((each: any) => !each.successful),
  );
});

test('empty and endless messages, unknown chats and agents of other kinds are refused with a reason', async (t) => {
  const { server } = await chatServer(t);
  const { chat_id } = await startChat(server, await chatAgent(server));
  for (const content of ['', '  \n', 'x'.repeat(1_000_000)]) {
    const { status, json } = await say(server, chat_id, content);
    assert.equal(status, 400);
    assert.match(json.message, /content: expected/);
  }
  assert.equal((await say(server, 'chat_unknown', 'Hi')).status, 422);
  assert.equal((await server.send('GET', '/get-chat/chat_unknown')).status, 422);
  assert.equal((await server.send('PATCH', '/end-chat/chat_unknown')).status, 422);
  assert.equal((await server.send('DELETE', '/delete-chat/chat_unknown')).status, 422);
  assert.equal((await server.send('PATCH', '/update-chat/chat_unknown', {})).status, 422);
  assert.equal((await server.send('POST', '/create-chat', { agent_id: 'agent_unknown' })).status, 422);
  const custom = await server.send('POST', '/create-chat-agent', {
    response_engine: { type: 'custom-llm', llm_websocket_url: 'ws://10.0.0.1/' },
  });
  const { status, json } = await server.send('POST', '/create-chat', { agent_id: custom.json.agent_id });
  assert.equal(status, 500);
  assert.match(json.message, /10\.0\.0\.1 is a private or local address.*error_llm_websocket_open/);
  const versions = await server.send('POST', '/create-chat', { agent_id: custom.json.agent_id, agent_version: 7 });
  assert.equal(versions.status, 422);
});

test('a chat keeps to the agent that it began with', async (t) => {
  const { server, mind } = await chatServer(t, [{ say: 'Yes.' }]);
  const engine = await server.send('POST', '/create-retell-llm', { general_prompt: 'old', begin_message: 'Hi' });
  const response_engine = { type: 'retell-llm', llm_id: engine.json.llm_id };
  const agent = await server.send('POST', '/create-chat-agent', { response_engine });
  const { chat_id } = await startChat(server, agent.json.agent_id);
  await server.send('PATCH', `/update-retell-llm/${engine.json.llm_id}`, { general_prompt: 'new' });
  await server.send('DELETE', `/delete-chat-agent/${agent.json.agent_id}`);
  assert.equal((await say(server, chat_id, 'Still you?')).status, 201);
  assert.match(String(mind.requests[0]?.messages[0]?.content), /^old/);
});

test('update-chat replaces metadata, only tightens what is kept, and refuses what it does not know', async (t) => {
  const { server } = await chatServer(t);
  const { chat_id } = await startChat(server, await chatAgent(server), { metadata: { a: 1 } });
  const update = (body: object) => server.send('PATCH', `/update-chat/${chat_id}`, body);
  const changed = await update({ metadata: { b: 2 }, custom_attributes: { tier: 'gold', vip: true } });
  assert.deepEqual([changed.json.metadata, changed.json.custom_attributes], [{ b: 2 }, { tier: 'gold', vip: true }]);
  assert.equal((await update({ chat_status: 'ended' })).status, 400);
  assert.equal((await update({ metadata: { x: 'x'.repeat(60_000) } })).status, 400);
  assert.equal((await update({ data_storage_setting: 'basic_attributes_only' })).status, 200);
  const laxer = await update({ data_storage_setting: 'everything' });
  assert.equal(laxer.status, 400);
  assert.match(laxer.json.message, /only become stricter/);
});

test('a chat in which nobody writes is closed with the agent’s message, once, when its time is over', async (t) => {
  const { server } = await chatServer(t, () => ({ say: 'Yes?' }));
  const agent = { end_chat_after_silence_ms: 600_000, auto_close_message: 'Closing, {{name}}.' };
  const more = { retell_llm_dynamic_variables: { name: 'Bo' } };
  const agentId = await chatAgent(server, {}, agent);
  const { chat_id } = await startChat(server, agentId, more);
  const other = await startChat(server, agentId, more);
  const close = () =>
    closeSilentChats({ db: server.database.jobs, wallClock: () => server.clock.now }, new AbortController().signal);
  server.clock.now += 500_000;
  await say(server, chat_id, 'Here');
  server.clock.now += 599_999;
  await close();
  assert.equal((await read(server, chat_id)).chat_status, 'ongoing', 'each message begins the time anew');
  assert.equal((await read(server, other.chat_id)).chat_status, 'ended');
  server.clock.now += 1;
  const endedAt = server.clock.now;
  server.clock.now += 50_000;
  const late = await say(server, chat_id, 'Too late');
  assert.deepEqual([late.status, (await read(server, chat_id)).chat_status], [400, 'ended'], 'no sweep is needed');
  await Promise.all([close(), close()]);
  const ended = await read(server, chat_id);
  assert.deepEqual([ended.end_timestamp, ended.disconnection_reason], [endedAt, 'inactivity']);
  assert.match(ended.transcript, /Agent: Closing, Bo\.\n$/);
  assert.equal(ended.transcript.match(/Closing/g).length, 1);
  assert.equal((await webhooks(server, chat_id)).filter(({ event }) => event === 'chat_ended').length, 1);
});

test('an answer that comes after the end of its chat is not added to it', async (t) => {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const { server } = await chatServer(t, () => (asked.resolve(), { say: 'Late.', after: gate.promise }));
  const agentId = await chatAgent(server);
  const { chat_id } = await startChat(server, agentId);
  const answer = say(server, chat_id, 'Hello?');
  await asked.promise;
  await server.send('PATCH', `/end-chat/${chat_id}`);
  gate.resolve();
  assert.equal((await answer).status, 400);
  assert.deepEqual(roles((await read(server, chat_id)).message_with_tool_calls), ['agent', 'user']);
});

test('the turn of a process that died is taken over, its tool is told of as lost, and nothing is said twice', async (t) => {
  const { server, mind } = await chatServer(t, [{ say: 'Back again.' }]);
  const { chat_id } = await startChat(server, await chatAgent(server));
  // What kill -9 leaves behind while a tool runs.
  const message = (seq: number, body: object) => ({
    workspace_id: server.workspaceId,
    chat_id,
    seq,
    message: JSON.stringify({ message_id: `m${seq}`, created_timestamp: 1, ...body }),
  });
  const { db } = server.database;
  await db
    .insertInto('chat_messages')
    .values([
      message(1, { role: 'user', content: 'Book it' }),
      message(2, { role: 'tool_call_invocation', tool_call_id: 't1', name: 'book', arguments: '{}' }),
    ])
    .execute();
  await db
    .updateTable('chats')
    .set({ message_count: 3, unanswered_seq: 1, turn_id: 'turn_dead', turn_until: new Date(Date.now() - 60_000) })
    .where('chat_id', '=', chat_id)
    .execute();
  const { status, json } = await say(server, chat_id, 'Book it');
  assert.equal(status, 201);
  assert.deepEqual(roles(json.messages), ['tool_call_invocation', 'tool_call_result', 'agent']);
  assert.match(json.messages[1].content, /stopped before this tool answered/);
  assert.equal((await read(server, chat_id)).transcript.match(/Book it/g).length, 1);
  assert.match(JSON.stringify(mind.requests[0]?.messages), /is not known/);
});

test('deleted chats are gone with their messages and webhooks', async (t) => {
  const { server } = await chatServer(t);
  const { chat_id } = await startChat(server, await chatAgent(server));
  assert.equal((await server.send('DELETE', `/delete-chat/${chat_id}`)).status, 204);
  assert.equal((await server.send('GET', `/get-chat/${chat_id}`)).status, 422);
  assert.equal((await say(server, chat_id, 'Hi')).status, 422);
  const left = await server.database.db
    .selectFrom('chat_messages')
    .selectAll()
    .where('chat_id', '=', chat_id)
    .execute();
  assert.deepEqual([left, await webhooks(server, chat_id)], [[], []]);
});

test('a chat by text message begins with the agent’s words, sent once; without a carrier it is an error with its webhooks', async (t) => {
  const sent: object[] = [];
  const telephony = {
    sendText: async (message: { to: string }) => {
      if (message.to === '+14155550199') throw new TelephonyError('invalid_destination', 'No such number.');
      sent.push(message);
      return { messageId: 'm1' };
    },
  };
  const { server } = await chatServer(t, [], { telephony: telephony as never });
  const agentId = await chatAgent(server, { begin_message: 'Hi {{name}}' });
  const numbers = { from_number: '+14155550100', to_number: '+14155550101' };
  const unowned = await server.send('POST', '/create-sms-chat', numbers);
  assert.equal(unowned.status, 400);
  assert.match(unowned.json.message, /from_number: "\+14155550100" is not a number of this workspace/);
  const imported = await server.send('POST', '/import-phone-number', {
    phone_number: numbers.from_number,
    termination_uri: 'trunk.example.com',
  });
  assert.equal(imported.status, 201, imported.text);
  const unbound = await server.send('POST', '/create-sms-chat', numbers);
  assert.deepEqual([unbound.status, /outbound_sms_agents/.test(unbound.json.message)], [400, true]);
  const create = (more: object = {}) =>
    server.send('POST', '/create-sms-chat', {
      ...numbers,
      override_agent_id: agentId,
      retell_llm_dynamic_variables: { name: 'Cy' },
      ...more,
    });
  assert.equal((await create({ to_number: '12' })).status, 400);
  const { status, json } = await create();
  assert.deepEqual([status, json.chat_type, json.chat_status], [200, 'sms_chat', 'ongoing']);
  assert.deepEqual(sent, [{ from: numbers.from_number, to: numbers.to_number, text: 'Hi Cy' }]);
  assert.equal((await say(server, json.chat_id, 'Hi')).status, 400, 'its user writes by telephone');
  const failed = (await create({ to_number: '+14155550199' })).json;
  assert.deepEqual([failed.chat_status, failed.disconnection_reason], ['error', 'invalid_destination']);
  server.deps.resources.telephony = null;
  const without = (await create()).json;
  assert.deepEqual([without.chat_status, without.disconnection_reason], ['error', 'telephony_provider_unavailable']);
  const events = async (chat: { chat_id: string }) => (await webhooks(server, chat.chat_id)).map(({ event }) => event);
  assert.deepEqual([await events(json), await events(without)], [['chat_started'], ['chat_ended']]);
});
