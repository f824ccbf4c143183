// Lists of chats, their analysis, and what is kept of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeChat } from '../../src/jobs/analyze-chat.ts';
import { forgetChat } from '../../src/jobs/forget-chat.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { deleteExpiredChats, forgetLeftContent } from '../../src/resources/chat/index.ts';
import { listChatWebhookDeliveries } from '../../src/storage/index.ts';
import { answering, choice, notAborted } from '../support/jobs.ts';
import { testServer, type TestServer } from '../support/http.ts';

async function setUp(t: Parameters<typeof testServer>[0], agent: object = {}) {
  const mind = createScriptedMind({ turns: () => ({ say: 'Yes.' }), provider: 'openai' });
  const server = await testServer(t, { resources: { thinking: () => choice(mind) } });
  const llm = await server.send('POST', '/create-retell-llm', { begin_message: 'Hi {{name}}' });
  const response_engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
  const created = await server.send('POST', '/create-chat-agent', {
    response_engine,
    webhook_url: 'https://hooks.test/',
    ...agent,
  });
  assert.equal(created.status, 201, created.text);
  return { server, agentId: created.json.agent_id as string, response_engine };
}

async function startChat(server: TestServer, agent_id: string, more: object = {}): Promise<string> {
  const { json, text } = await server.send('POST', '/create-chat', { agent_id, ...more });
  assert.ok(json.chat_id, text);
  return json.chat_id;
}

const read = async (server: TestServer, chatId: string) => (await server.send('GET', `/get-chat/${chatId}`)).json;

async function endAndAnalyse(server: TestServer, chatId: string, answer: object | null, rerun?: number) {
  await server.send('PATCH', `/end-chat/${chatId}`);
  const { model, asked } = answering(...(answer ? [JSON.stringify(answer)] : []));
  const deps = {
    db: server.database.jobs,
    providers: { thinking: () => choice(model) },
    wallClock: () => server.clock.now,
    log: silentLog,
  };
  const payload = { workspace_id: server.workspaceId, chat_id: chatId, ...(rerun === undefined ? {} : { rerun }) };
  await analyzeChat(deps, payload, notAborted, 1);
  await analyzeChat(deps, payload, notAborted, 1);
  return asked;
}

const ANSWER = {
  chat_summary: 'Said hello.',
  user_sentiment: 'Positive',
  chat_successful: true,
  field_1: 4,
  field_2: 'lunch',
};
const DATA = [
  { type: 'number', name: 'guests', description: 'How many?' },
  { type: 'enum', name: 'meal', description: 'Which?', choices: ['lunch', 'dinner'] },
  { type: 'system-presets', name: 'chat_summary', description: 'As a haiku.' },
];

test('an ended chat is analysed once, by its agent’s settings, and told of; again on demand by those of today', async (t) => {
  const { server, agentId } = await setUp(t, { post_chat_analysis_data: DATA });
  const chatId = await startChat(server, agentId);
  const rerun = () => server.send('PUT', `/rerun-chat-analysis/${chatId}`);
  assert.equal((await rerun()).status, 400, 'it is ongoing');
  await server.send('POST', '/create-chat-completion', { chat_id: chatId, content: 'A table for four' });
  const [question] = await endAndAnalyse(server, chatId, ANSWER);
  assert.match(String(question?.messages[0]?.content), /chat_summary[^]*As a haiku\.[^]*chat_successful/);
  assert.doesNotMatch(String(question?.messages[0]?.content), /voicemail/);
  const analysis = {
    chat_summary: 'Said hello.',
    user_sentiment: 'Positive',
    chat_successful: true,
    custom_analysis_data: { guests: 4, meal: 'lunch' },
  };
  assert.deepEqual((await read(server, chatId)).chat_analysis, analysis);
  const told = await listChatWebhookDeliveries(server.database.db, chatId);
  assert.deepEqual(
    told.map(({ event }) => event),
    ['chat_started', 'chat_ended', 'chat_analyzed'],
  );
  assert.deepEqual(JSON.parse(told[2]?.body ?? '').chat, await read(server, chatId));

  await server.send('PATCH', `/update-chat-agent/${agentId}`, { post_chat_analysis_data: [] });
  server.clock.now += 5000;
  const again = await rerun();
  assert.deepEqual([again.status, again.json.chat_id], [200, chatId]);
  await endAndAnalyse(server, chatId, { ...ANSWER, chat_summary: 'Anew.' }, server.clock.now);
  const { chat_analysis } = await read(server, chatId);
  assert.deepEqual([chat_analysis.chat_summary, chat_analysis.custom_analysis_data], ['Anew.', {}]);
  assert.equal((await listChatWebhookDeliveries(server.database.db, chatId)).length, 4);
});

test('a chat in which the user said nothing asks no model', async (t) => {
  const { server, agentId } = await setUp(t);
  const chatId = await startChat(server, agentId);
  assert.deepEqual(await endAndAnalyse(server, chatId, null), []);
  assert.equal((await read(server, chatId)).chat_analysis, undefined);
});

for (const setting of ['basic_attributes_only', 'everything_except_pii'])
  test(`of a chat with ${setting} only webhooks hear more than attributes, and after the analysis nothing is left`, async (t) => {
    const { server, agentId } = await setUp(t, { data_storage_setting: setting });
    const chatId = await startChat(server, agentId, {
      metadata: { order: 7 },
      retell_llm_dynamic_variables: { name: 'Secret Ada' },
    });
    await server.send('POST', '/create-chat-completion', { chat_id: chatId, content: 'My secret is 42' });
    assert.match((await read(server, chatId)).transcript, /My secret/, 'while it runs');
    await server.send('PATCH', `/end-chat/${chatId}`);
    const hidden = JSON.stringify([
      await read(server, chatId),
      (await server.send('GET', '/list-chat')).json,
      (await server.send('POST', '/v3/list-chats', {})).json,
    ]);
    assert.doesNotMatch(hidden, /ecret/);
    await endAndAnalyse(server, chatId, { ...ANSWER, chat_summary: 'A secret.' });
    const told = await listChatWebhookDeliveries(server.database.db, chatId);
    assert.match(told.find(({ event }) => event === 'chat_analyzed')?.body ?? '', /My secret[^]*A secret\./);
    await forgetChat({ db: server.database.jobs }, { chat_id: chatId });
    const { db } = server.database;
    const stored = JSON.stringify([
      await db.selectFrom('chats').selectAll().execute(),
      await db.selectFrom('chat_messages').selectAll().execute(),
      await listChatWebhookDeliveries(db, chatId),
    ]);
    assert.doesNotMatch(stored, /ecret/);
    const left = await read(server, chatId);
    assert.deepEqual([left.metadata, left.data_storage_setting, left.transcript], [{ order: 7 }, setting, undefined]);
    assert.deepEqual(left.chat_analysis, { user_sentiment: 'Positive', chat_successful: true });
    assert.equal((await server.send('PUT', `/rerun-chat-analysis/${chatId}`)).status, 400);
  });

test('an analysis that never ends does not keep what must go; tightening a chat that is analysed removes it at once', async (t) => {
  const { server, agentId } = await setUp(t, { data_storage_setting: 'basic_attributes_only' });
  const stuck = await startChat(server, agentId);
  await server.send('PATCH', `/end-chat/${stuck}`);
  const deps = { db: server.database.jobs, wallClock: () => server.clock.now };
  const count = async (): Promise<number> =>
    (await server.database.db.selectFrom('chat_messages').selectAll().execute()).length;
  await forgetLeftContent(deps, notAborted);
  assert.equal(await count(), 1);
  server.clock.now += 3_600_001;
  await forgetLeftContent(deps, notAborted);
  assert.equal(await count(), 0);

  await server.send('PATCH', `/update-chat-agent/${agentId}`, { data_storage_setting: 'everything' });
  const kept = await startChat(server, agentId);
  await endAndAnalyse(server, kept, null);
  assert.equal(await count(), 1);
  const body = { data_storage_setting: 'basic_attributes_only' };
  assert.equal((await server.send('PATCH', `/update-chat/${kept}`, body)).json.transcript, undefined);
  assert.equal(await count(), 0);
});

test('a chat is deleted when its retention is over', async (t) => {
  const { server, agentId } = await setUp(t, { data_storage_retention_days: 2 });
  const chatId = await startChat(server, agentId);
  await server.send('PATCH', `/end-chat/${chatId}`);
  const deps = { db: server.database.jobs, wallClock: () => server.clock.now };
  server.clock.now += 2 * 86_400_000 - 1;
  await deleteExpiredChats(deps, notAborted);
  assert.equal((await server.send('GET', `/get-chat/${chatId}`)).status, 200);
  server.clock.now += 1;
  await deleteExpiredChats(deps, notAborted);
  assert.equal((await server.send('GET', `/get-chat/${chatId}`)).status, 422);
});

test('both lists give every chat once, in either order, also when chats come and go between the pages', async (t) => {
  const { server, agentId } = await setUp(t);
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) {
    // Pairs with equal times.
    if (i % 2 === 0) server.clock.now += 10;
    ids.push(await startChat(server, agentId));
  }
  for (const sort_order of ['ascending', 'descending']) {
    const seen: string[] = [];
    let key = '';
    for (;;) {
      const { json } = await server.send('GET', `/list-chat?limit=2&sort_order=${sort_order}${key}`);
      if (json.length === 0) break;
      seen.push(...json.map((chat: any) => chat.chat_id));
      key = `&pagination_key=${seen.at(-1)}`;
    }
    assert.equal(new Set(seen).size, 7, sort_order);
    const paged: string[] = [];
    let pagination_key: string | undefined;
    do {
      const { json, text } = await server.send('POST', '/v3/list-chats', {
        limit: 2,
        sort_order,
        ...(pagination_key ? { pagination_key } : {}),
      });
      assert.ok(json.items, text);
      paged.push(...json.items.map((chat: any) => chat.chat_id));
      pagination_key = json.pagination_key;
      assert.equal(json.has_more, pagination_key !== undefined);
    } while (pagination_key);
    assert.deepEqual(paged, seen);
  }
  const first = (await server.send('POST', '/v3/list-chats', { limit: 3, include_total: true })).json;
  assert.equal(first.total, 7);
  assert.equal(first.items[0].transcript, undefined);
  await server.send('DELETE', `/delete-chat/${first.items[2].chat_id}`);
  server.clock.now += 10;
  await startChat(server, agentId);
  const rest = (await server.send('POST', '/v3/list-chats', { limit: 50, pagination_key: first.pagination_key })).json;
  assert.equal(rest.items.length, 4);
  assert.equal((await server.send('POST', '/v3/list-chats', { skip: 6 })).json.items.length, 1);
  for (const bad of ['x', first.pagination_key.slice(2), '!!'])
    assert.equal((await server.send('POST', '/v3/list-chats', { pagination_key: bad })).status, 400);
  const other = { sort_order: 'ascending', pagination_key: first.pagination_key };
  assert.equal((await server.send('POST', '/v3/list-chats', other)).status, 400, 'a key is of one order');
  assert.equal((await server.send('POST', '/v3/list-chats')).status, 200, 'the body may be missing');
});

test('chats are found by each filter alone, and by all together', async (t) => {
  const { server, agentId } = await setUp(t, { post_chat_analysis_data: DATA });
  const other = await startChat(server, agentId);
  server.clock.now += 1000;
  const start = server.clock.now;
  const wanted = await startChat(server, agentId);
  await server.send('PATCH', `/update-chat/${wanted}`, { custom_attributes: { tier: 'gold', age: 30, vip: true } });
  await server.send('POST', '/create-chat-completion', { chat_id: wanted, content: 'Four' });
  server.clock.now += 500;
  await endAndAnalyse(server, wanted, ANSWER);
  const text = (op: string, value: string) => ({ type: 'string', op, value });
  const number = (op: string, value: number) => ({ type: 'number', op, value });
  const oneOf = (...value: string[]) => ({ type: 'enum', op: 'in', value });
  const range = (...value: number[]) => ({ type: 'range', op: 'bt', value });
  const filters: Record<string, unknown>[] = [
    { chat_id: text('eq', wanted) },
    { chat_id: oneOf(wanted, 'chat_x') },
    { chat_status: oneOf('ended', 'error') },
    { chat_successful: { type: 'boolean', op: 'eq', value: true } },
    { user_sentiment: oneOf('Positive') },
    { disconnection_reason: oneOf('manual_stopped') },
    { start_timestamp: number('ge', start) },
    { start_timestamp: range(start, start + 10) },
    { end_timestamp: number('eq', start + 500) },
    { duration_ms: number('gt', 499) },
    { custom_analysis_data: [{ key: 'guests', ...number('le', 4) }] },
    {
      custom_analysis_data: [
        { key: 'meal', ...text('sw', 'lu') },
        { key: 'guests', ...range(4, 5) },
      ],
    },
    { custom_attributes: [{ key: 'tier', ...text('co', 'ol') }] },
    {
      custom_attributes: [
        { key: 'tier', ...oneOf('gold') },
        { key: 'age', ...number('lt', 31) },
      ],
    },
    { custom_attributes: [{ key: 'vip', type: 'boolean', op: 'eq', value: true }] },
    { custom_attributes: [{ key: 'tier', type: 'present', op: 'pr' }] },
  ];
  const find = async (filter_criteria: object): Promise<string[]> => {
    const { json, text: body } = await server.send('POST', '/v3/list-chats', { filter_criteria, include_total: true });
    assert.ok(json.items, body);
    assert.equal(json.total, json.items.length);
    return json.items.map((chat: any) => chat.chat_id);
  };
  for (const filter of filters) assert.deepEqual(await find(filter), [wanted], JSON.stringify(filter));
  assert.deepEqual(await find(Object.assign({}, ...filters) as object), [wanted]);
  assert.deepEqual(await find({ agent: [{ agent_id: agentId, version: [0] }] }), [wanted, other]);
  assert.deepEqual(await find({ agent: [{ agent_id: agentId, version: [1.5] }, { agent_id: 'x' }] }), []);
  assert.deepEqual(await find({ agent_tag: oneOf('prod') }), []);
  assert.deepEqual(await find({ combined_cost: number('ge', 0) }), []);
  assert.deepEqual(await find({ custom_attributes: [{ key: 'tier', type: 'present', op: 'np' }] }), [other]);
  assert.deepEqual(await find({ custom_attributes: [{ key: 'tier', ...number('gt', 1) }] }), [], 'of another type');
  for (const bad of [
    { chat_status: oneOf('dead') },
    { start_timestamp: text('eq', 'x') },
    { duration_ms: range(5, 1) },
    { custom_attributes: [number('eq', 1)] },
    { chat_id: { type: 'string', op: 'zz', value: '' } },
  ]) {
    const { status, json } = await server.send('POST', '/v3/list-chats', { filter_criteria: bad });
    assert.equal(status, 400, JSON.stringify(bad));
    assert.match(json.message, /filter_criteria/);
  }
});

test('a page of the older list goes on behind a chat that was deleted meanwhile', async (t) => {
  const { server, agentId } = await setUp(t);
  const made: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    server.clock.now += 1_000;
    made.unshift(await startChat(server, agentId));
  }
  const page = async (query: string): Promise<string[]> =>
    (await server.send('GET', `/list-chat?limit=2${query}`)).json.map((chat: { chat_id: string }) => chat.chat_id);
  const first = await page('');
  assert.deepEqual(first, made.slice(0, 2));
  assert.equal((await server.send('DELETE', `/delete-chat/${first[1]}`)).status, 204);
  assert.deepEqual(await page(`&pagination_key=${first[1]}`), made.slice(2));
  assert.deepEqual(await page('&pagination_key=chat_unknown'), []);
});
