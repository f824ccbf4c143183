// Batches of calls: what they accept, when they dial, how they share slots and lines with others, and that nobody is dialled twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { releaseDueDials } from '../../src/resources/call/index.ts';
import { runBatch, type RunBatchDeps } from '../../src/resources/batch-call/index.ts';
import { importNumber, otherWorkspace, serverWithAgent, type PhoneServer } from '../support/phone.ts';

const MINE = '+14155550100';
const go = new AbortController().signal;

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `+1415556${String(1_000 + i).padStart(4, '0')}`);
const tasks = (count: number): object[] => numbers(count).map((to_number) => ({ to_number }));

async function batchServer(t: any) {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, MINE, { outbound_agents: [{ agent_id, weight: 1 }] });
  const deps: RunBatchDeps = { db: server.database.jobs, wallClock: () => server.clock.now, log: silentLog };
  const create = (body: object) => server.send('POST', '/create-batch-call', { from_number: MINE, ...body });
  const turn = (batch_call_id: string, signal = go) =>
    runBatch(deps, { workspace_id: server.workspaceId, batch_call_id }, signal);
  const get = async (id: string) => (await server.send('GET', `/get-batch-call/${id}`)).json;
  return { server, agent_id, deps, create, turn, get };
}

async function calls(server: PhoneServer, batch_call_id: string): Promise<any[]> {
  const body = { filter_criteria: { batch_call_id: [batch_call_id] }, limit: 1000, sort_order: 'ascending' };
  return (await server.send('POST', '/v2/list-calls', body)).json;
}

/** When the batch's next turn is, ms since the epoch; null when it is done. */
async function nextTurn(server: PhoneServer): Promise<number | null> {
  const { rows } = await server.database.pools.http.query<{ at: string }>(
    `select extract(epoch from run_at) * 1000 as at from graphile_worker.jobs where task_identifier = 'run-batch'`,
  );
  assert.ok(rows.length <= 1, 'one turn at a time is planned');
  return rows[0] ? Math.round(Number(rows[0].at)) : null;
}

async function endAll(server: PhoneServer): Promise<void> {
  await server.database.db.deleteFrom('dials').execute();
  await server.database.db.updateTable('calls').set({ call_status: 'ended' }).execute();
}

test('a batch is planned with its window in canonical form', async (t) => {
  const { server, create, get } = await batchServer(t);
  const trigger_timestamp = server.clock.now + 3_600_000;
  const answer = await create({
    name: 'Spring',
    trigger_timestamp,
    tasks: tasks(3),
    reserved_concurrency: 2,
    call_time_window: {
      windows: [
        { start: 600, end: 700 },
        { start: 540, end: 600 },
      ],
      timezone: 'Europe/Berlin',
    },
  });
  assert.equal(answer.status, 201, answer.text);
  const { batch_call_id, ...rest } = answer.json;
  assert.match(batch_call_id, /^batch_call_[0-9a-f]{21}$/);
  assert.deepEqual(rest, {
    name: 'Spring',
    from_number: MINE,
    scheduled_timestamp: trigger_timestamp,
    total_task_count: 3,
    call_time_window: { windows: [{ start: 540, end: 700 }], timezone: 'Europe/Berlin' },
  });
  assert.equal(await nextTurn(server), trigger_timestamp);
  const { status, sent_task_count, failures, reserved_concurrency } = await get(batch_call_id);
  assert.deepEqual([status, sent_task_count, failures, reserved_concurrency], ['planned', 0, [], 2]);
});

test('a batch that could not run is refused', async (t) => {
  const { create } = await batchServer(t);
  const cases: [object, RegExp][] = [
    [{ tasks: [] }, /tasks: expected 1 to/],
    [{ tasks: tasks(1), from_number: '+14155550999' }, /from_number/],
    [{ tasks: tasks(1), trigger_timestamp: 1_735_718_400 }, /trigger_timestamp: expected milliseconds/],
    [{ tasks: tasks(1), call_time_window: { windows: [{ start: 60, end: 60 }] } }, /windows\[0\]/],
    [{ tasks: [...tasks(1), { to_number: '' }] }, /tasks/],
    [{ tasks: [{ to_number: 'x', metadata: { big: 'x'.repeat(60_000) } }] }, /tasks\[0\]\.metadata/],
    [{ tasks: [{ to_number: 'x', custom_sip_headers: { From: 'x' } }] }, /tasks\[0\]\.custom_sip_headers/],
    [{ tasks: tasks(1), reserved_concurrency: -1 }, /reserved_concurrency/],
    [{ tasks: tasks(1), reserved_concurrency: 20 }, /reserved_concurrency: expected less than the 20 calls out/],
  ];
  for (const [body, words] of cases) {
    const answer = await create(body);
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.message, words);
  }
});

test('tasks become calls as slots are free, leaving the reserve to others', async (t) => {
  const { server, create, turn, get } = await batchServer(t);
  await server.database.db
    .updateTable('workspaces')
    .set({ concurrency_limit: 5, cps_config: JSON.stringify({ custom: 100 }) })
    .execute();
  const { batch_call_id } = (await create({ tasks: tasks(7), reserved_concurrency: 2 })).json;
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 3);
  assert.equal(await nextTurn(server), server.clock.now + 1_000);
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 3, 'no slot is free');
  const own = { from_number: MINE, to_number: '+14155550177' };
  assert.equal((await server.send('POST', '/v2/create-phone-call', own)).status, 201, 'the reserve is for others');
  await endAll(server);
  server.clock.now += 1_000;
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 6);
  await endAll(server);
  await turn(batch_call_id);
  const made = await calls(server, batch_call_id);
  assert.deepEqual(made.map((call) => call.to_number).sort(), numbers(7));
  await turn(batch_call_id);
  const { status, sent_task_count, failed_task_count } = await get(batch_call_id);
  assert.deepEqual([status, sent_task_count, failed_task_count], ['sent', 7, 0]);
});

test('a batch fills its line by two seconds only, so that others do not wait behind it', async (t) => {
  const { server, create, turn } = await batchServer(t);
  const { batch_call_id } = (await create({ tasks: tasks(10) })).json;
  await turn(batch_call_id);
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 2, 'at one call a second');
  for (let second = 1; second <= 3; second++) {
    server.clock.now += 1_000;
    await releaseDueDials(server.database.jobs, () => server.clock.now);
    await turn(batch_call_id);
    assert.equal((await calls(server, batch_call_id)).length, 2 + second);
  }
});

test('outside its window a batch waits for the next one', async (t) => {
  const { server, create, turn } = await batchServer(t);
  server.clock.now = Date.parse('2026-12-01T20:30:00Z');
  const call_time_window = { windows: [{ start: 540, end: 1260 }], timezone: 'Europe/Berlin' };
  const { batch_call_id } = (await create({ tasks: tasks(2), call_time_window })).json;
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 0);
  assert.equal(await nextTurn(server), Date.parse('2026-12-02T08:00:00Z'));
  server.clock.now = Date.parse('2026-12-02T08:00:00Z');
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 2);
});

test('a task that can become no call counts as sent, and the batch says why', async (t) => {
  const { server, create, turn, get } = await batchServer(t);
  await server.send('POST', '/create-contact', { phone_number: '+14155550155', do_not_call: true });
  const { batch_call_id } = (
    await create({
      tasks: [
        { to_number: '4155550199' },
        { to_number: '+79161234567' },
        { to_number: '+14155550155' },
        { to_number: '+14155550199', override_agent_id: 'agent_unknown' },
        { to_number: '+14155550198', retell_llm_dynamic_variables: { name: 'Ada' }, metadata: { row: 4 } },
      ],
    })
  ).json;
  for (let i = 0; i < 4; i++) await turn(batch_call_id);
  const { status, sent_task_count, failed_task_count, failures } = await get(batch_call_id);
  assert.deepEqual([status, sent_task_count, failed_task_count], ['sent', 5, 4]);
  const words = [/E\.164/, /RU/, /do_not_call/, /agent_unknown/];
  for (const [i, reason] of words.entries()) {
    assert.equal(failures[i].task_number, i);
    assert.match(failures[i].reason, reason);
  }
  const [call, ...others] = await calls(server, batch_call_id);
  assert.deepEqual([others.length, call.metadata, call.retell_llm_dynamic_variables], [0, { row: 4 }, { name: 'Ada' }]);
});

test('turns at once, and turns cut short, dial everybody once', async (t) => {
  const { server, create, turn, get } = await batchServer(t);
  await server.database.db
    .updateTable('workspaces')
    .set({ concurrency_limit: 1_000, cps_config: JSON.stringify({ custom: 100 }) })
    .execute();
  const { batch_call_id } = (await create({ tasks: tasks(40) })).json;
  const cut = new AbortController();
  const first = turn(batch_call_id, cut.signal);
  cut.abort();
  await assert.rejects(first, /abort/);
  await Promise.all([turn(batch_call_id), turn(batch_call_id)]);
  const made = await calls(server, batch_call_id);
  assert.deepEqual(made.map((call) => call.to_number).sort(), numbers(40));
  assert.equal((await get(batch_call_id)).status, 'sent');
});

test('a paused batch dials nobody until it is resumed', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, '+14155550100', { outbound_agents: [{ agent_id, weight: 1 }] });
  const tasks = ['+14155550111', '+14155550112'].map((to_number) => ({ to_number }));
  const { batch_call_id } = (await server.send('POST', '/create-batch-call', { from_number: '+14155550100', tasks }))
    .json;
  const deps = { db: server.database.jobs, wallClock: () => server.clock.now, log: silentLog };
  const turn = () => runBatch(deps, { workspace_id: server.workspaceId, batch_call_id }, new AbortController().signal);
  const ask = async (verb: string) => (await server.send('POST', `/${verb}-batch-call/${batch_call_id}`)).json;
  assert.deepEqual([(await ask('pause')).status, (await ask('pause')).status], ['paused', 'paused']);
  await turn();
  assert.equal((await server.send('GET', `/get-batch-call/${batch_call_id}`)).json.sent_task_count, 0);
  assert.equal((await ask('resume')).status, 'ongoing');
  await turn();
  await turn();
  const done = (await server.send('GET', `/get-batch-call/${batch_call_id}`)).json;
  assert.equal(done.sent_task_count, 2);
  assert.equal((await server.send('POST', '/pause-batch-call/batch_call_none')).status, 404);
});

test('a cancelled batch dials nobody more', async (t) => {
  const { server, create, turn } = await batchServer(t);
  const { batch_call_id } = (await create({ tasks: tasks(10) })).json;
  await turn(batch_call_id);
  const canceled = await server.send('POST', `/cancel-batch-call/${batch_call_id}`);
  assert.deepEqual([canceled.status, canceled.json.status, canceled.json.sent_task_count], [200, 'canceled', 2]);
  server.clock.now += 10_000;
  await turn(batch_call_id);
  assert.equal((await calls(server, batch_call_id)).length, 2);
  assert.equal((await server.send('POST', `/cancel-batch-call/${batch_call_id}`)).json.status, 'canceled');
});

test('batches are listed in pages, and only to their workspace', async (t) => {
  const { server, create } = await batchServer(t);
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.push((await create({ tasks: tasks(1) })).json.batch_call_id);
  const list = async (query: string) => (await server.send('GET', `/list-batch-calls?${query}`)).json;
  const first = await list('limit=2');
  const second = await list(`limit=2&pagination_key=${first.pagination_key}`);
  assert.deepEqual([...first.items, ...second.items].map((one: any) => one.batch_call_id).sort(), ids.sort());
  assert.equal((await server.send('GET', '/list-batch-calls?pagination_key=x')).status, 400);
  const asOther = await otherWorkspace(server);
  for (const [method, path] of [
    ['GET', '/get-batch-call/'],
    ['POST', '/cancel-batch-call/'],
  ] as const) {
    const foreign = await server.send(method, path + ids[0], undefined, asOther);
    const unknown = await server.send(method, `${path}batch_call_x`, undefined, asOther);
    assert.deepEqual([foreign.status, unknown.status], [404, 404]);
    assert.equal(foreign.json.message.replace(ids[0] as string, 'batch_call_x'), unknown.json.message);
  }
  assert.deepEqual((await server.send('GET', '/list-batch-calls', undefined, asOther)).json.items, []);
});

test('a batch keeps nothing of whom it called: that is for the call to keep, or not', async (t) => {
  const { server, create, turn, get } = await batchServer(t);
  const [first, second, third] = numbers(3) as [string, string, string];
  const secret = { retell_llm_dynamic_variables: { name: 'Secret Ada' } };
  const tasks = [first, '+5355555555', second, third].map((to_number) => ({ to_number, ...secret }));
  const { batch_call_id } = (await create({ tasks })).json;
  const stored = async () =>
    JSON.stringify(await server.database.db.selectFrom('batch_call_tasks').selectAll().execute());
  assert.match(await stored(), /Secret Ada/, 'it waits');
  await turn(batch_call_id);
  const made = await calls(server, batch_call_id);
  assert.ok(made.length > 0 && made.length < 3, `${made.length} calls`);
  for (const call of made) assert.equal(call.retell_llm_dynamic_variables.name, 'Secret Ada');
  const { status } = await server.send('POST', `/cancel-batch-call/${batch_call_id}`);
  assert.equal(status, 200);
  const { failures, sent_task_count, total_task_count } = await get(batch_call_id);
  assert.deepEqual([sent_task_count, total_task_count], [made.length + failures.length, 4]);
  assert.ok(failures.every((one: { to_number: string }) => one.to_number === '+5355555555'));
  assert.doesNotMatch(await stored(), /Secret|14155561/);
});
