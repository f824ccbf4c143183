// Phone calls by the API: created, refused, placed at the rate of their line, ended when nobody can be reached; registered calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TelephonyError, type Telephony, type TelephonyErrorKind } from '../../src/interfaces/telephony.ts';
import { releaseDials } from '../../src/jobs/release-dials.ts';
import { createCallRecovery, placeCall, releaseDueDials, renderCall } from '../../src/resources/call/index.ts';
import type { PlaceCallDeps } from '../../src/resources/call/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { claimOrphanedCalls } from '../../src/storage/index.ts';
import { importNumber, otherWorkspace, serverWithAgent, type PhoneServer } from '../support/phone.ts';

const MINE = '+14155550100';
const THEM = '+14155550199';

async function phoneServer(t: any, agent: object = {}, number: object = {}) {
  const { server, agent_id } = await serverWithAgent(t, undefined, agent);
  await importNumber(server, MINE, { outbound_agents: [{ agent_id, weight: 1 }], ...number });
  const create = (body: object = {}) =>
    server.send('POST', '/v2/create-phone-call', { from_number: MINE, to_number: THEM, ...body });
  const get = async (call_id: string) => (await server.send('GET', `/v2/get-call/${call_id}`)).json;
  return { server, agent_id, create, get };
}

function placing(server: PhoneServer, telephony: Partial<Telephony> | null): PlaceCallDeps {
  return {
    db: server.database.jobs,
    telephony: telephony as Telephony | null,
    renderCall: (row) => renderCall(row, server.deps.resources.fileLinks, 'whole'),
    wallClock: () => server.clock.now,
    log: silentLog,
  };
}

async function jobNames(server: PhoneServer): Promise<string[]> {
  const { rows } = await server.database.pools.http.query<{ task_identifier: string }>(
    'select task_identifier from graphile_worker.jobs order by id',
  );
  return rows.map((row) => row.task_identifier);
}

async function webhooks(server: PhoneServer, callId: string): Promise<{ event: string; call: any }[]> {
  const { rows } = await server.database.pools.http.query<{ body: string }>(
    'select body from webhook_deliveries where call_id = $1 order by delivery_id',
    [callId],
  );
  return rows.map((row) => JSON.parse(row.body));
}

test('a phone call is registered with everything it was given', async (t) => {
  const { server, agent_id, create, get } = await phoneServer(t);
  const answer = await create({
    metadata: { customer: 7 },
    retell_llm_dynamic_variables: { name: 'Ada', visits: 3 },
    custom_sip_headers: { 'X-Trace': 'a-1' },
    agent_override: { agent: { voice_speed: 1.5 }, retell_llm: { begin_message: 'Hi' } },
  });
  assert.equal(answer.status, 201, answer.text);
  const { call_id, ...rest } = answer.json;
  assert.deepEqual(rest, {
    call_type: 'phone_call',
    from_number: MINE,
    to_number: THEM,
    direction: 'outbound',
    agent_id,
    agent_version: 0,
    agent_name: 'Jo',
    call_status: 'registered',
    metadata: { customer: 7 },
    retell_llm_dynamic_variables: { name: 'Ada', visits: 3 },
    custom_sip_headers: { 'X-Trace': 'a-1' },
    data_storage_setting: 'everything',
    opt_in_signed_url: false,
  });
  assert.equal((await get(call_id)).call_id, call_id);
  assert.ok((await jobNames(server)).includes('release-dials'));
});

test('whom this workspace cannot or must not call is refused with words', async (t) => {
  const { server, agent_id, create } = await phoneServer(t, {}, { allowed_outbound_country_list: ['US', 'RU'] });
  await importNumber(server, '+14155550111', {});
  const asOther = await otherWorkspace(server);
  const cases: [object, number, RegExp][] = [
    [{ from_number: '+14155550000' }, 400, /from_number: .*no number of this workspace/],
    [{ to_number: '4155550199' }, 400, /to_number: expected a number in E\.164/],
    [{ to_number: 'x'.repeat(5000) }, 400, /to_number/],
    [{ to_number: '+79161234567' }, 400, /calls to RU are never placed/],
    [{ to_number: '+70000000000' }, 400, /never placed/],
    [{ to_number: '+5351234567', ignore_e164_validation: true }, 400, /calls to CU are never placed/],
    [{ to_number: '+442079460958' }, 400, /GB is not in the allowed_outbound_country_list/],
    [{ from_number: '+14155550111' }, 400, /No outbound agent is bound/],
    [{ override_agent_id: 'agent_unknown' }, 422, /agent_unknown/],
    [{ override_agent_version: 9 }, 400, /no version 9/],
    [{ custom_sip_headers: { Via: 'x' } }, 400, /begin with X-/],
    [{ custom_sip_headers: { 'X-A': 'a\r\nVia: b' } }, 400, /on one line/],
    [{ metadata: { big: 'x'.repeat(60_000) } }, 400, /metadata/],
    [{ agent_override: { agent: { voice_id: 'nope' } } }, 422, /nope/],
  ];
  for (const [body, status, words] of cases) {
    const answer = await create(body);
    assert.equal(answer.status, status, `${JSON.stringify(body).slice(0, 100)}: ${answer.text}`);
    assert.match(answer.json.message, words);
  }
  const body = { from_number: MINE, to_number: THEM, override_agent_id: agent_id };
  const foreign = await server.send('POST', '/v2/create-phone-call', body, asOther);
  assert.equal(foreign.status, 400, 'another workspace cannot call with our number');
  assert.equal((await create({ from_number: '+14155550111', override_agent_id: agent_id })).status, 201);
  assert.equal((await create({ to_number: '1001', ignore_e164_validation: true })).status, 201, 'a pseudo number');
});

test('without a carrier a call ends as not connected, and is told of once', async (t) => {
  const { server, create, get } = await phoneServer(t, { webhook_url: 'https://example.com/hook' });
  const { call_id } = (await create()).json;
  await releaseDueDials(server.database.jobs, () => server.clock.now);
  assert.deepEqual(
    (await jobNames(server)).filter((name) => name === 'place-call'),
    ['place-call'],
  );
  const deps = placing(server, null);
  await Promise.all([placeCall(deps, call_id), placeCall(deps, call_id)]);
  await placeCall(deps, call_id);
  const call = await get(call_id);
  assert.deepEqual(
    [call.call_status, call.start_timestamp, call.duration_ms, call.recording_url],
    ['not_connected', undefined, undefined, undefined],
  );
  assert.equal(call.disconnection_reason, 'telephony_provider_unavailable');
  const sent = await webhooks(server, call_id);
  assert.deepEqual(
    sent.map(({ event }) => event),
    ['call_ended'],
  );
  assert.equal(sent[0]?.call.call_status, 'not_connected');
  assert.equal((await jobNames(server)).filter((name) => name === 'analyze-call').length, 1, 'call_analyzed follows');
});

test('what a carrier refuses becomes the reason of the call', async (t) => {
  const { server, create, get } = await phoneServer(t);
  const reasons: [TelephonyErrorKind | null, string][] = [
    ['unavailable', 'telephony_provider_unavailable'],
    ['permission_denied', 'telephony_provider_permission_denied'],
    ['invalid_destination', 'invalid_destination'],
    [null, 'dial_failed'],
  ];
  for (const [kind, reason] of reasons) {
    const { call_id } = (await create()).json;
    await placeCall(
      placing(server, {
        placeCall: async () => {
          throw kind ? new TelephonyError(kind, 'no') : new TypeError('a fault');
        },
      }),
      call_id,
    );
    const { call_status, disconnection_reason } = await get(call_id);
    assert.deepEqual([call_status, disconnection_reason], ['not_connected', reason]);
  }
});

test('nobody is dialled twice, not even when the server dies while it asks the carrier', async (t) => {
  const { server, create, get } = await phoneServer(t);
  const { call_id } = (await create()).json;
  let dialled = 0;
  const asked = Promise.withResolvers<void>();
  const deps = placing(server, {
    placeCall: () => {
      dialled++;
      asked.resolve();
      return new Promise(() => {});
    },
  });
  void placeCall(deps, call_id);
  await asked.promise;
  await placeCall(deps, call_id);
  assert.equal(dialled, 1);
  assert.equal((await get(call_id)).disconnection_reason, 'dial_failed');
});

test('a call that its carrier took is left to its session', async (t) => {
  const { server, create, get } = await phoneServer(t);
  const { call_id } = (await create()).json;
  const taken: string[] = [];
  await placeCall(placing(server, { placeCall: async (id) => void taken.push(id) }), call_id);
  assert.deepEqual(taken, [call_id]);
  assert.equal((await get(call_id)).call_status, 'registered');
  const { rows } = await server.database.pools.http.query('select 1 from dials');
  assert.equal(rows.length, 0);
});

test('a line lets calls go in their order, one a second, however many servers ask', async (t) => {
  const { server, create } = await phoneServer(t);
  await importNumber(server, '+14155550122');
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) ids.push((await create()).json.call_id);
  const start = server.clock.now;
  const released = async () =>
    (
      await server.database.pools.http.query<{ call_id: string; released_at: number }>(
        'select call_id, released_at from dials where released_at is not null order by dial_id',
      )
    ).rows;
  const now = () => server.clock.now;
  const others = await Promise.all([1, 2, 3].map(() => releaseDueDials(server.database.jobs, now)));
  assert.deepEqual(others, [start + 1_000, start + 1_000, start + 1_000]);
  assert.equal((await released()).length, 1);
  server.clock.now = start + 999;
  await releaseDueDials(server.database.jobs, now);
  assert.equal((await released()).length, 1);
  const wait = async (ms: number) => void (server.clock.now += ms);
  await releaseDials({ db: server.database.jobs, wallClock: now, wait }, new AbortController().signal);
  assert.deepEqual(
    (await released()).map((row) => [row.call_id, Number(row.released_at) - start]),
    ids.map((id, i) => [id, i * 1_000]),
  );
});

test('a queue that is cut short is taken up again', async (t) => {
  const { server, create } = await phoneServer(t);
  await create();
  await create();
  const cut = new AbortController();
  const wait = async () => cut.abort();
  const deps = { db: server.database.jobs, wallClock: () => server.clock.now, wait };
  await assert.rejects(releaseDials(deps, cut.signal), /abort/);
  const { rows } = await server.database.pools.http.query('select 1 from dials where released_at is null');
  assert.equal(rows.length, 1);
});

test('a registered call waits for its switch with labels as they came', async (t) => {
  const { server, agent_id } = await phoneServer(t);
  const register = (body: object) => server.send('POST', '/v2/register-phone-call', { agent_id, ...body });
  const full = await register({ from_number: '1001', to_number: '+14155550123', direction: 'outbound' });
  assert.equal(full.status, 201, full.text);
  const { call_status, from_number, to_number, direction } = full.json;
  assert.deepEqual(
    [call_status, from_number, to_number, direction],
    ['registered', '1001', '+14155550123', 'outbound'],
  );
  const bare = (await register({})).json;
  assert.deepEqual([bare.from_number, bare.to_number, bare.direction], ['anonymous', 'anonymous', 'inbound']);
  assert.equal((await register({ agent_id: 'agent_unknown' })).status, 422);
  assert.equal((await register({ direction: 'sideways' })).status, 400);
});

test('a registered call holds its slot for five minutes', async (t) => {
  const { server, agent_id } = await phoneServer(t);
  await server.database.db.updateTable('workspaces').set({ concurrency_limit: 1 }).execute();
  const register = () => server.send('POST', '/v2/register-phone-call', { agent_id });
  assert.equal((await register()).status, 201);
  server.clock.now += 299_000;
  assert.equal((await register()).status, 429);
  server.clock.now += 2_000;
  assert.equal((await register()).status, 201);
});

test('a call that waits to be dialled keeps its slot and its time', async (t) => {
  const { server, create, get } = await phoneServer(t);
  const { db } = server.database;
  await db.updateTable('workspaces').set({ concurrency_limit: 1 }).execute();
  const { call_id } = (await create()).json;
  // Ten minutes ago, by the clocks of the server and of the database.
  await db
    .updateTable('calls')
    .set({ created_at: Date.now() - 600_000 })
    .execute();
  server.clock.now = Date.now();
  assert.equal((await create()).status, 429);
  const limits = { deadAfterMs: 15_000, unjoinedWebCallMs: 30_000, unjoinedPhoneCallMs: 300_000, limit: 10 };
  const owner = { nodeId: 'n', epoch: 1 };
  assert.deepEqual(await claimOrphanedCalls(db, owner, limits), []);
  await placeCall(placing(server, null), call_id);
  assert.equal((await get(call_id)).call_status, 'not_connected');
  assert.equal((await create()).status, 201);
});

test('a registered call that nobody brings ends as registered_call_timeout, once, with its webhooks', async (t) => {
  const { server, agent_id, get } = await phoneServer(t, { webhook_url: 'https://example.com/hook' });
  const { call_id } = (await server.send('POST', '/v2/register-phone-call', { agent_id })).json;
  const recovery = createCallRecovery({
    db: server.database.db,
    blobs: server.deps.blobs,
    repairRecording: async () => false,
    fileLinks: server.deps.resources.fileLinks,
    wallClock: () => server.clock.now,
    log: silentLog,
    node: () => ({ nodeId: 'n', epoch: 1 }),
  });
  await recovery.sweep();
  assert.equal((await get(call_id)).call_status, 'registered');
  await server.database.db
    .updateTable('calls')
    .set({ created_at: Date.now() - 301_000 })
    .execute();
  await recovery.sweep();
  await recovery.sweep();
  const { call_status, disconnection_reason } = await get(call_id);
  assert.deepEqual([call_status, disconnection_reason], ['error', 'registered_call_timeout']);
  assert.deepEqual(
    (await webhooks(server, call_id)).map(({ event }) => event),
    ['call_ended'],
  );
});
