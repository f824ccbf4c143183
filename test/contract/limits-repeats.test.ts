// Creates that their client sends again: they happen once.

import assert from 'node:assert/strict';
import { suite, test, before, after } from 'node:test';
import type { Handlers } from '../../src/http/api.ts';
import { testServer, type Answer, type TestServer } from '../support/http.ts';

suite('a create that is sent again', () => {
  let server: TestServer;
  const closers: (() => Promise<void>)[] = [];
  before(async () => {
    server = await testServer({ after: (run) => void closers.push(run) });
  });
  after(async () => {
    for (const close of closers) await close();
  });

  const create = (prompt: string, headers: Record<string, string>, on = server): Promise<Answer> =>
    on.send('POST', '/create-retell-llm', { general_prompt: prompt }, headers);
  const again = (count: number) => ({ 'x-stainless-retry-count': String(count) });
  const count = async (prompt: string): Promise<number> => {
    const all = await server.send('GET', '/list-retell-llms?limit=1000');
    return (all.json as { general_prompt?: string }[]).filter((llm) => llm.general_prompt === prompt).length;
  };

  test('gets the first answer, however often', async () => {
    const first = await create('a', again(0));
    assert.equal(first.headers.get('idempotent-replayed'), null);
    for (const times of [1, 2]) {
      const next = await create('a', again(times));
      assert.deepEqual([next.status, next.text], [201, first.text]);
      assert.equal(next.headers.get('idempotent-replayed'), 'true');
    }
    assert.equal(await count('a'), 1);
  });

  test('is another one with another body, another key, or as a first try', async () => {
    await create('b', again(0));
    await create('b', again(0));
    assert.equal(await count('b'), 2, 'two first tries are two');
    await create('b2', again(1));
    assert.equal(await count('b2'), 1, 'nothing came before');
    const other = await server.send('POST', '/create-api-key', { name: 'other' });
    await create('b', { ...again(1), authorization: `Bearer ${other.json.api_key}` });
    assert.equal(await count('b'), 3);
  });

  test('happens after a first try that failed', async () => {
    const bad = { general_prompt: 'c', model_temperature: 7 };
    assert.equal((await server.send('POST', '/create-retell-llm', bad, again(0))).status, 400);
    assert.equal((await create('c', again(1))).headers.get('idempotent-replayed'), null);
    assert.equal(await count('c'), 1);
  });

  test('of several equal ones, each is repeated as one', async () => {
    const [one, two] = await Promise.all([create('d', again(0)), create('d', again(0))]);
    const repeated = [await create('d', again(1)), await create('d', again(1))];
    assert.deepEqual(
      new Set(repeated.map(({ json }) => json.llm_id)),
      new Set([one.json.llm_id, two.json.llm_id]),
      'not twice the same',
    );
    assert.equal(await count('d'), 2);
  });

  test('is forgotten after ten minutes', async () => {
    await create('e', again(0));
    server.clock.now += 10 * 60_000 + 1;
    await create('e', again(1));
    assert.equal(await count('e'), 2);
  });

  test('waits for a first try that still runs, on another server', async (t) => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { OPERATION_HANDLERS } = await import('../../src/http/operations.ts');
    const own = OPERATION_HANDLERS as Handlers;
    const handlers: Handlers = {
      ...own,
      async createRetellLLM(deps, request) {
        const answer = await own.createRetellLLM?.(deps, request);
        entered.resolve();
        await release.promise;
        return answer;
      },
    };
    const slow = await testServer(t, { beside: server, handlers });
    const first = create('f', again(0), slow);
    await entered.promise;
    const second = create('f', again(1));
    release.resolve();
    assert.equal((await first).text, (await second).text);
    assert.equal(await count('f'), 1);
  });

  test('a name by Idempotency-Key stands for one request', async () => {
    const key = { 'idempotency-key': 'order-17' };
    const both = await Promise.all([create('g', key), create('g', key)]);
    assert.equal(both[0].text, both[1].text);
    assert.equal(await count('g'), 1);
    const other = await create('h', key);
    assert.equal(other.status, 400, 'this operation lists no 422');
    assert.match(other.json.message, /idempotency key came with another body/);
    assert.equal(other.headers.get('x-should-retry'), 'false');
    server.clock.now += 11 * 60_000;
    assert.equal((await create('g', key)).text, both[0].text, 'for a day');
    server.clock.now += 24 * 3_600_000;
    assert.notEqual((await create('g', key)).text, both[0].text);
    for (const bad of ['', 'x'.repeat(256)])
      assert.equal((await create('g', { 'idempotency-key': bad })).status, 400, bad.slice(0, 5));
  });

  test('a phone call may be named in its body', async () => {
    const { llm_id } = (await create('phone', {})).json;
    const response_engine = { type: 'retell-llm', llm_id };
    const { agent_id } = (await server.send('POST', '/create-agent', { response_engine, voice_id: 'local-joe' })).json;
    const from_number = '+14155550100';
    const outbound_agents = [{ agent_id, weight: 1 }];
    const trunk = { phone_number: from_number, termination_uri: 'trunk.example.com', outbound_agents };
    assert.equal((await server.send('POST', '/import-phone-number', trunk)).status, 201);
    const call = (idempotency_key: string, to_number = '+14155550199') =>
      server.send('POST', '/v2/create-phone-call', { from_number, to_number, idempotency_key });
    const first = await call('order-18');
    assert.equal(first.status, 201, first.text);
    assert.equal(first.json.idempotency_key, undefined);
    const again = await call('order-18');
    assert.deepEqual([again.text, again.headers.get('idempotent-replayed')], [first.text, 'true']);
    assert.notEqual((await call('order-19')).json.call_id, first.json.call_id);
    assert.equal((await call('order-18', '+14155550198')).status, 422);
    for (const bad of ['', 'x'.repeat(256)]) assert.equal((await call(bad)).status, 400);
  });

  test('what is answered is not readable in the database', async () => {
    const key = await server.send('POST', '/create-api-key', { name: 'sealed' }, again(0));
    const rows = await server.database.db.selectFrom('create_attempts').selectAll().execute();
    assert.ok(rows.length > 0);
    for (const row of rows) assert.ok(!(row.answer ?? Buffer.alloc(0)).toString('latin1').includes(key.json.api_key));
  });

  test('an operation that waits for others is not begun a second time, and may be after it failed', async (t) => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let isAway = false;
    let runs = 0;
    const handlers: Handlers = {
      async createChatCompletion() {
        runs += 1;
        entered.resolve();
        await release.promise;
        if (isAway) throw new Error('the model is away');
        return { messages: [] };
      },
    };
    const slow = await testServer(t, { beside: server, handlers, http: { checkAnswers: false } });
    const send = (body: object, headers: Record<string, string>) =>
      slow.send('POST', '/create-chat-completion', body, headers);
    const body = { chat_id: 'chat_x', content: 'hello' };
    const first = send(body, again(0));
    await entered.promise;
    const second = send(body, again(1));
    release.resolve();
    assert.deepEqual([(await first).text, (await second).text, runs], ['{"messages":[]}', '{"messages":[]}', 1]);
    isAway = true;
    const other = { chat_id: 'chat_y', content: 'hello' };
    assert.equal((await send(other, again(0))).status, 500);
    isAway = false;
    assert.equal((await send(other, again(1))).status, 201);
    assert.equal(runs, 3);
  });
});
