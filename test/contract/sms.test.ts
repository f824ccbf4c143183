// Chats by text message: begun by either side, answered, ended, refused.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';
import { test } from 'node:test';
import { TelephonyError } from '../../src/interfaces/telephony.ts';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { closeSilentChats, sendChatTexts } from '../../src/resources/chat/index.ts';
import { settleLostTexts } from '../../src/resources/text/index.ts';
import { bodies, OURS, said, textWorld, THEIRS } from '../support/texts.ts';

test('a text begins a chat, the next ones go on with it, and its agent ends it', async (t) => {
  const { texts } = await textWorld(t, [
    { say: 'Monday?' },
    { say: 'Done.' },
    { say: 'Bye.', tools: [{ name: 'end_call' }] },
    { say: 'Again!' },
  ]);
  await texts.write('A table please');
  await texts.write('Yes', { media: [{ url: 'https://media.test/1', contentType: 'image/png' }] });
  await texts.write('Bye now');
  await texts.write('And another');
  const [first, second] = await texts.chats();
  assert.deepEqual(said(first), [
    'user: A table please',
    'agent: Monday?',
    'user: Yes\n[image/png: https://media.test/1]',
    'agent: Done.',
    'user: Bye now',
    'agent: Bye.',
  ]);
  assert.deepEqual(
    [first.chat_type, first.chat_status, first.disconnection_reason],
    ['sms_chat', 'ended', 'agent_hangup'],
  );
  assert.deepEqual(said(second), ['user: And another', 'agent: Again!']);
  assert.deepEqual(bodies(texts), ['Monday?', 'Done.', 'Bye.', 'Again!']);
  assert.deepEqual([texts.sent[0]?.from, texts.sent[0]?.to], [OURS, THEIRS]);
});

test('a text that the carrier tells twice is read once, and those that come together are answered together', async (t) => {
  const { texts } = await textWorld(t, [{ say: 'Both.' }]);
  await texts.come('One', { messageId: 'same' });
  await texts.come('One', { messageId: 'same' });
  await texts.come('Two');
  await texts.read();
  await texts.read();
  const [chat] = await texts.chats();
  assert.deepEqual(said(chat), ['user: One', 'user: Two', 'agent: Both.']);
});

test('what carriers tell of a message stands with it, in whatever order it comes', async (t) => {
  const { texts } = await textWorld(t, [{ say: 'One.' }, { say: 'Two.' }]);
  await texts.tell({ messageId: 'm1', state: 'delivered' });
  await texts.write('a');
  await texts.tell({ messageId: 'm1', state: 'sent' });
  await texts.write('b');
  const delivery = async () =>
    (await texts.chats())[0].message_with_tool_calls.flatMap((each: any) =>
      each.role === 'agent' ? [each.delivery] : [],
    );
  assert.deepEqual(await delivery(), [{ status: 'delivered' }, { status: 'queued' }]);
  await texts.tell({ messageId: 'm2', state: 'undelivered', code: '30003', detail: 'the phone cannot be reached' });
  await texts.tell({ messageId: 'm2', state: 'queued' });
  await texts.tell({ messageId: 'of somebody else', state: 'failed', code: '1', detail: 'x' });
  assert.deepEqual((await delivery())[1], {
    status: 'undelivered',
    error_code: '30003',
    error_message: 'the phone cannot be reached',
  });
});

test('states that are told at once end with the latest', async (t) => {
  const { texts } = await textWorld(t, () => ({ say: 'Yes.' }));
  for (let i = 1; i <= 8; i += 1) {
    await texts.write(`${i}`);
    const states = ['delivered', 'sent', 'queued'] as const;
    await Promise.all(states.map((state) => texts.tell({ messageId: `m${i}`, state })));
  }
  const [chat] = await texts.chats();
  const seen = chat.message_with_tool_calls.flatMap((each: any) => (each.delivery ? [each.delivery.status] : []));
  assert.deepEqual(
    seen,
    Array.from({ length: 8 }, () => 'delivered'),
  );
});

test('a carrier that says they have opted out before it has said that it took the text is believed', async (t) => {
  const { texts } = await textWorld(t, () => ({ say: 'Yes.' }));
  await texts.tell({ messageId: 'm1', state: 'undelivered', code: '21610', detail: 'unsubscribed' });
  await texts.write('One');
  await texts.write('Two');
  assert.deepEqual(bodies(texts), ['Yes.']);
});

test('STOP ends chat and texts, once and for this number; START opens them again', async (t) => {
  const { server, texts } = await textWorld(t, [{ say: 'Hi.' }, { say: 'Back.' }]);
  await texts.write('Hello');
  await texts.write(' stop. ');
  await texts.write('ARRÊT');
  await texts.write('Is anybody there?');
  await texts.write('help');
  assert.deepEqual(bodies(texts), [
    'Hi.',
    'You will get no more messages from this number. Reply START to get them again.',
  ]);
  assert.deepEqual(
    (await texts.chats()).map((chat) => [chat.chat_status, chat.disconnection_reason]),
    [['ended', 'user_hangup']],
  );
  const refused = await server.send('POST', '/create-sms-chat', { from_number: OURS, to_number: THEIRS });
  assert.deepEqual([refused.status, /asked for no more texts/.test(refused.json.message)], [400, true]);
  await texts.write('Unstop');
  await texts.write('Hello again');
  assert.deepEqual(bodies(texts).slice(2), [
    'You will get messages from this number again. Reply STOP to get no more.',
    'Back.',
  ]);
  await texts.write('INFO');
  assert.match(bodies(texts).at(-1) ?? '', /automated assistant/);
});

test('START from somebody who had not stopped is a message like any other, and words inside a sentence are no order', async (t) => {
  const { texts } = await textWorld(t, [{ say: 'Go.' }, { say: 'Why?' }]);
  await texts.write('START');
  await texts.write('Please stop the delivery');
  assert.deepEqual(bodies(texts), ['Go.', 'Why?']);
});

test('an opt-out that only the carrier knows counts from then on', async (t) => {
  const { server, texts } = await textWorld(t, [{ say: 'Hi.' }]);
  texts.onSend = () => {
    throw new TelephonyError('invalid_destination', 'Twilio could not send the text: unsubscribed.', {
      carrierCode: '21610',
      optedOut: true,
    });
  };
  const { json } = await server.send('POST', '/create-sms-chat', { from_number: OURS, to_number: THEIRS });
  assert.deepEqual([json.chat_status, json.disconnection_reason], ['error', 'invalid_destination']);
  assert.deepEqual(json.message_with_tool_calls[0].delivery.error_code, '21610');
  assert.equal((await server.send('POST', '/create-sms-chat', { from_number: OURS, to_number: THEIRS })).status, 400);
});

test('a contact that is not to be called gets no text that it did not ask for, but answers', async (t) => {
  const { server, texts } = await textWorld(t, [{ say: 'Yes?' }]);
  const made = await server.send('POST', '/create-contact', { phone_number: THEIRS, do_not_call: true });
  assert.ok(made.status < 300, made.text);
  assert.equal((await server.send('POST', '/create-sms-chat', { from_number: OURS, to_number: THEIRS })).status, 400);
  await texts.write('Hello');
  assert.deepEqual(bodies(texts), ['Yes?']);
});

test('a chat that the agent began goes on by text; another one takes its place; silence ends it with its closing words', async (t) => {
  const agent = { end_chat_after_silence_ms: 120_000, auto_close_message: 'Closing.' };
  const { server, texts } = await textWorld(t, [{ say: 'Fine.' }], {}, agent);
  const create = () => server.send('POST', '/create-sms-chat', { from_number: OURS, to_number: THEIRS });
  await create();
  server.clock.now += 1;
  await create();
  await texts.write('How are you?');
  const [first, second] = await texts.chats();
  assert.deepEqual([first.chat_status, second.chat_status], ['ended', 'ongoing']);
  assert.deepEqual(said(second), ['agent: Hello!', 'user: How are you?', 'agent: Fine.']);
  server.clock.now += 120_001;
  await closeSilentChats({ db: server.database.db, wallClock: () => server.clock.now }, new AbortController().signal);
  await sendChatTexts(server.deps.resources, { workspaceId: server.workspaceId, chatId: second.chat_id });
  assert.deepEqual(bodies(texts), ['Hello!', 'Hello!', 'Fine.', 'Closing.']);
});

test('the webhook of the number names the agent, its variables and its override, or lets nobody answer', async (t) => {
  const asked: any[] = [];
  const answers = [
    'no json',
    JSON.stringify({
      chat_inbound: {
        dynamic_variables: { name: 'Cy' },
        metadata: { a: 1 },
        agent_override: { agent: { end_chat_after_silence_ms: 130_000 } },
      },
    }),
  ];
  const http = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({ body: JSON.parse(body), signature: request.headers['x-retell-signature'] });
      if (asked.length <= 3) response.writeHead(500).end();
      else response.end(answers.shift() ?? '{}');
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => void http.close());
  const inbound_sms_webhook_url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  const prompts: string[] = [];
  const { server, texts, agent_id } = await textWorld(
    t,
    (request) => (prompts.push(JSON.stringify(request)), { say: 'Ok.' }),
    { inbound_sms_webhook_url },
  );
  await texts.write('First');
  assert.equal(asked.length, 3, 'three tries, then the agent of the number');
  assert.match(asked[0].signature, /^v=\d+,d=[0-9a-f]{64}$/);
  const [first] = await texts.chats();
  assert.deepEqual(asked[0].body, {
    event: 'chat_inbound',
    chat_inbound: { agent_id, agent_version: 0, from_number: THEIRS, to_number: OURS, chat_id: first.chat_id },
  });
  await texts.write('Hi', { from: '+14155550102' });
  await texts.write('Hi', { from: '+14155550103' });
  const last = (await texts.chats()).at(-1);
  assert.deepEqual([last.metadata, last.retell_llm_dynamic_variables], [{ a: 1 }, { name: 'Cy' }]);
  assert.match(prompts.at(-1) ?? '', /serve Cy at \+14155550103/);
  const row = await server.database.db
    .selectFrom('chats')
    .select(['start_timestamp', 'closes_at'])
    .where('chat_id', '=', last.chat_id)
    .executeTakeFirstOrThrow();
  assert.equal(row.closes_at - row.start_timestamp, 130_000);
  await server.send('PATCH', `/update-phone-number/${encodeURIComponent(OURS)}`, { inbound_sms_agents: null });
  await texts.write('Hi', { from: '+14155550104' });
  assert.equal((await texts.chats()).length, 3, 'no agent, no chat');
});

test('a flood is cut off, and two programs that answer each other come to an end', async (t) => {
  const { server, texts } = await textWorld(t, () => ({ say: 'Yes.' }));
  await Promise.all(Array.from({ length: 60 }, (_, i) => texts.come(`${i}`, { messageId: `f${i}` })));
  const { count } = await server.database.db
    .selectFrom('text_messages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  assert.equal(Number(count), 20);
  await texts.read();
  for (let i = 0; i < 80; i += 1) {
    server.clock.now += 4_000;
    await texts.write(`loop ${i}`);
  }
  assert.equal(texts.sent.length, 60);
  server.clock.now += 3_600_000;
  await texts.write('later');
  assert.equal(texts.sent.length, 61);
});

test('STOP is heard in the middle of a flood, once', async (t) => {
  const { server, texts } = await textWorld(t, () => ({ say: 'Yes.' }));
  for (let i = 0; i < 25; i += 1) await texts.come(`${i}`, { messageId: `f${i}` });
  for (let i = 0; i < 3; i += 1) await texts.come('Stop.', { messageId: `s${i}` });
  const kept = await server.database.db.selectFrom('text_messages').select('content').execute();
  assert.deepEqual(
    kept.slice(20).map(({ content }) => content?.text),
    ['Stop.'],
  );
  await texts.read();
  assert.match(bodies(texts).at(-1) ?? '', /no more messages/);
  const before = texts.sent.length;
  server.clock.now += 61_000;
  await texts.write('and now?');
  assert.equal(texts.sent.length, before);
});

test('an answer whose model failed is given later, to all that came meanwhile', async (t) => {
  const { texts } = await textWorld(t, (_request, index) =>
    index === 0
      ? { fail: new ProviderError('away', { provider: 'openai', category: 'unavailable' }) }
      : { say: 'Here.' },
  );
  await assert.rejects(texts.write('One'));
  await texts.come('Two');
  await texts.read();
  const [chat] = await texts.chats();
  assert.deepEqual(said(chat), ['user: One', 'user: Two', 'agent: Here.']);
  assert.deepEqual(bodies(texts), ['Here.']);
});

test('a text that was being sent when its server stopped is marked, and not sent again', async (t) => {
  const { server, texts } = await textWorld(t, [{ say: 'Hi.' }, { say: 'More.' }]);
  const { db } = server.database;
  await texts.write('Hello');
  await db
    .updateTable('text_messages')
    .set({ state: 'sending', message_id: null })
    .where('direction', '=', 'out')
    .execute();
  await texts.write('And?');
  await settleLostTexts({ db, wallClock: () => server.clock.now + 301_000 });
  const [chat] = await texts.chats();
  const states = chat.message_with_tool_calls.flatMap((each: any) => (each.delivery ? [each.delivery.status] : []));
  assert.deepEqual(states, ['unknown', 'queued']);
  assert.deepEqual(bodies(texts), ['Hi.', 'More.']);
});

test('an answer that is too long for one text goes as several, in order', async (t) => {
  const long = 'word '.repeat(500).trim();
  const { texts } = await textWorld(t, [{ say: long }]);
  await texts.write('Tell me all');
  assert.deepEqual(
    texts.sent.map(({ text }) => text.length <= 1_600),
    [true, true],
  );
  assert.equal(bodies(texts).join(' '), long);
});

test('a text to somebody who is in a call with the number goes to the call', async (t) => {
  const { texts } = await textWorld(t, []);
  const told: string[] = [];
  await texts.come('My address is 5 Elm St');
  await texts.read(THEIRS, { tellCall: async (pair, text) => (told.push(`${pair.their_number}: ${text}`), 'call_1') });
  assert.deepEqual(told, [`${THEIRS}: My address is 5 Elm St`]);
  assert.deepEqual(await texts.chats(), []);
});

test('an agent’s own text that fails is a failed tool', async (t) => {
  const { texts } = await textWorld(t, [{ say: '', tools: [{ name: 'text_them' }] }, { say: 'It did not work.' }]);
  texts.onSend = ({ text }) => {
    if (text === 'By tool.') throw new TelephonyError('permission_denied', 'Twilio could not send the text: no.');
  };
  await texts.write('Text me');
  const [chat] = await texts.chats();
  const result = chat.message_with_tool_calls.find((each: any) => each.role === 'tool_call_result');
  assert.deepEqual([result.successful, /Twilio could not send/.test(result.content)], [false, true]);
});
