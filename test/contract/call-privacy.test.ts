// What is kept of a call: strict storage, retention, signed files, deletion, and analysis once more.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { analyzeCall } from '../../src/jobs/analyze-call.ts';
import { applyRetention } from '../../src/jobs/apply-retention.ts';
import { enqueueCallWebhook } from '../../src/resources/webhook/index.ts';
import { deleteFiles } from '../../src/jobs/delete-files.ts';
import { forgetCall, forgetOverdueCalls } from '../../src/jobs/forget-call.ts';
import { renderCall } from '../../src/resources/call/index.ts';
import { findCallById, listWebhookDeliveries, recordWebhookAttempt, type NewRow } from '../../src/storage/index.ts';
import { addTestCall } from '../support/call-row.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { answering, choice, jobsDeps, notAborted } from '../support/jobs.ts';

const TOLD = 'my card is 4111';
const ANALYSIS = { call_summary: TOLD, user_sentiment: 'Positive', call_successful: true, in_voicemail: false };

async function serverWithHook(t: TestContext): Promise<TestServer> {
  const server = await testServer(t);
  await server.database.db
    .updateTable('workspaces')
    .set({ webhook_urls: JSON.stringify([{ url: 'https://hook.example/' }]) })
    .execute();
  return server;
}

/** An ended call in which something private was said, with files and events. */
async function addCall(server: TestServer, settings: object, columns: Partial<NewRow<'calls'>> = {}) {
  const row = await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    call_type: 'phone_call',
    direction: 'inbound',
    from_number: '+14155550123',
    to_number: '+14155550199',
    call_status: 'ended',
    created_at: server.clock.now - 60_000,
    start_timestamp: server.clock.now - 50_000,
    end_timestamp: server.clock.now,
    duration_ms: 50_000,
    has_recording: true,
    metadata: '{"order":7}',
    retell_llm_dynamic_variables: JSON.stringify({ name: TOLD }),
    details: JSON.stringify({
      ...settings,
      transcript: TOLD,
      transcript_object: [{ role: 'user', content: TOLD, words: [] }],
      transcript_with_tool_calls: [{ role: 'user', content: TOLD, words: [] }],
      collected_dynamic_variables: { card: TOLD },
      custom_sip_headers: { 'X-Name': TOLD },
      agent_override: { agent: { agent_name: TOLD, webhook_url: 'https://hooks.test/{{name}}' } },
      llm_token_usage: { values: [1], average: 1, num_requests: 1 },
    }),
    ...columns,
  });
  for (const name of ['recording.wav', 'recording_multichannel.wav', 'public.log'])
    await server.deps.blobs.write(`${row.files_key}/${name}`, TOLD);
  await server.database.db
    .insertInto('call_events')
    .values({
      call_id: row.call_id,
      seq: 0,
      at_us: 0,
      wall_ms: 0,
      kind: 'note',
      fact: JSON.stringify({ text: TOLD }) as never,
    })
    .execute();
  return row;
}

function deps(server: TestServer, analysis: object = ANALYSIS) {
  const { blobs, fileLinks } = server.deps.resources;
  return jobsDeps(server.database, {
    blobs,
    fileLinks,
    providers: { thinking: () => choice(answering(JSON.stringify(analysis)).model) },
    renderCall: (row) => renderCall(row, fileLinks, 'whole'),
    wallClock: server.deps.now,
  });
}

/** Everything that the database holds of the calls, as text. */
async function everythingStored(server: TestServer): Promise<string> {
  const { db } = server.database;
  const tables = ['calls', 'call_events', 'call_values', 'webhook_deliveries'] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

const fileStatus = async (server: TestServer, key: string) =>
  (await fetch(`${server.url}/files/${key}/recording.wav`)).status;
const get = async (server: TestServer, id: string) => (await server.send('GET', `/v2/get-call/${id}`)).json;

for (const data_storage_setting of ['basic_attributes_only', 'everything_except_pii'])
  test(`with ${data_storage_setting} call_analyzed tells the call once, then nothing of it is left but its attributes`, async (t) => {
    const server = await serverWithHook(t);
    const { call_id, files_key } = await addCall(server, { data_storage_setting });
    const before = await get(server, call_id);
    assert.doesNotMatch(JSON.stringify(before), new RegExp(TOLD), 'the API does not show it even before');
    assert.equal('recording_url' in before, false);

    await analyzeCall(deps(server), { call_id }, notAborted, 1);
    const [delivery] = await listWebhookDeliveries(server.database.db, call_id);
    const told = JSON.parse(delivery?.body ?? '').call;
    assert.deepEqual(
      [told.transcript, told.call_analysis.call_summary, told.from_number],
      [TOLD, TOLD, '+14155550123'],
    );
    assert.equal((await fetch(server.url + told.recording_url.replace('http://ringback.test', ''))).status, 200);

    const row = await findCallById(server.database.db, call_id);
    assert.doesNotMatch(JSON.stringify(row), new RegExp(TOLD), 'in the same breath the row forgets');
    await recordWebhookAttempt(server.database.db, delivery?.delivery_id ?? 0, { deliveredAt: 1 });
    server.clock.now += 600_000;
    await forgetCall(deps(server), { call_id });
    await forgetCall(deps(server), { call_id });
    assert.doesNotMatch(await everythingStored(server), new RegExp(`${TOLD}|4155550123`));
    assert.equal(await fileStatus(server, files_key), 404);
    const { call_analysis, ...after } = await get(server, call_id);
    assert.deepEqual(call_analysis, { user_sentiment: 'Positive', call_successful: true, in_voicemail: false });
    assert.deepEqual(
      [
        after.metadata,
        after.duration_ms,
        after.from_number,
        after.llm_token_usage.num_requests,
        after.data_storage_setting,
      ],
      [{ order: 7 }, 50_000, 'anonymous', 1, data_storage_setting],
    );
    assert.equal(
      after.data_storage_applied,
      data_storage_setting === 'everything_except_pii' ? 'basic_attributes_only' : undefined,
      'the call says that less is kept than its setting names',
    );
    for (const field of [
      'recording_url',
      'public_log_url',
      'transcript',
      'retell_llm_dynamic_variables',
      'collected_dynamic_variables',
    ])
      assert.equal(field in after, false, field);
  });

test('a webhook that still waits keeps its text for an hour at most, and a lost job is made good', async (t) => {
  const server = await serverWithHook(t);
  const { call_id, files_key } = await addCall(server, { data_storage_setting: 'basic_attributes_only' });
  await analyzeCall(deps(server), { call_id }, notAborted, 1);
  server.clock.now += 600_000;
  await forgetCall(deps(server), { call_id });
  assert.match(await everythingStored(server), new RegExp(TOLD), 'it has not been sent yet');
  assert.equal(await fileStatus(server, files_key), 404);
  server.clock.now += 3_600_000;
  await forgetOverdueCalls(deps(server));
  await forgetCall(deps(server), { call_id });
  assert.doesNotMatch(await everythingStored(server), new RegExp(TOLD));
});

test('a call whose analysis never came is forgotten all the same', async (t) => {
  const server = await serverWithHook(t);
  const { call_id, files_key } = await addCall(server, { data_storage_setting: 'basic_attributes_only' });
  await forgetCall(deps(server), { call_id });
  assert.match(await everythingStored(server), new RegExp(TOLD), 'the analysis may still come');
  server.clock.now += 3_600_001;
  await forgetCall(deps(server), { call_id });
  assert.doesNotMatch(await everythingStored(server), new RegExp(TOLD));
  assert.equal(await fileStatus(server, files_key), 404);
});

test('a stricter setting acts on a call that is long over, at once', async (t) => {
  const server = await serverWithHook(t);
  const { call_id, files_key } = await addCall(server, { data_storage_setting: 'everything' });
  await analyzeCall(deps(server), { call_id }, notAborted, 1);
  assert.equal((await get(server, call_id)).transcript, TOLD);
  const strict = { data_storage_setting: 'basic_attributes_only' };
  const answer = await server.send('PATCH', `/v2/update-call/${call_id}`, strict);
  assert.deepEqual([answer.status, 'transcript' in answer.json], [200, false]);
  assert.doesNotMatch(JSON.stringify(await findCallById(server.database.db, call_id)), new RegExp(TOLD));
  const later = await server.send('PATCH', `/v2/update-call/${call_id}`, {
    override_dynamic_variables: { name: TOLD },
  });
  assert.equal(later.status, 200);
  const [delivery] = await listWebhookDeliveries(server.database.db, call_id);
  await recordWebhookAttempt(server.database.db, delivery?.delivery_id ?? 0, { deliveredAt: 1 });
  await forgetCall(deps(server), { call_id });
  assert.doesNotMatch(await everythingStored(server), new RegExp(TOLD));
  assert.equal(await fileStatus(server, files_key), 404);
  assert.equal((await server.send('PUT', `/rerun-call-analysis/${call_id}`)).status, 400);
});

test('signed files open by a signature that has not run out; the setting of the call counts', async (t) => {
  const server = await testServer(t);
  const signed = await addCall(server, { opt_in_signed_url: true, signed_url_expiration_ms: 5_000 });
  const open = await addCall(server, { opt_in_signed_url: false });
  assert.equal(await fileStatus(server, open.files_key), 200);
  assert.equal(await fileStatus(server, signed.files_key), 403);
  const { recording_url, public_log_url } = await get(server, signed.call_id);
  const fetched = async (url: string) => (await fetch(server.url + url.replace('http://ringback.test', ''))).status;
  assert.deepEqual([await fetched(recording_url), await fetched(public_log_url)], [200, 200]);
  assert.equal(await fetched(recording_url.replace('recording.wav', 'public.log')), 403, 'a signature is for one file');
  server.clock.now += 5_001;
  assert.equal(await fetched(recording_url), 403);
  const listed = (await server.send('POST', '/v3/list-calls', {})).json.items;
  for (const call of listed) assert.equal(await fetched(call.recording_url), 200);
});

test('a file that needs a signature needs it until it is gone, also when its call went first', async (t) => {
  const server = await testServer(t);
  const { call_id, files_key } = await addCall(server, { opt_in_signed_url: true });
  const { db } = server.database;
  const held = t.mock.method(server.deps.resources.blobs, 'delete', () => Promise.reject(new Error('a busy disk')));
  assert.equal((await server.send('DELETE', `/v2/delete-call/${call_id}`)).status, 204);
  assert.equal((await server.send('GET', `/v2/get-call/${call_id}`)).status, 422);
  assert.equal(await fileStatus(server, files_key), 403, 'the bare address stays shut');
  held.mock.restore();
  const keys = ['recording.wav', 'recording_multichannel.wav', 'public.log'].map((name) => `${files_key}/${name}`);
  await deleteFiles({ db, blobs: server.deps.blobs }, { keys });
  assert.equal(await fileStatus(server, files_key), 404);
  assert.deepEqual(await db.selectFrom('signed_folders').selectAll().execute(), []);
});

test('calls past their retention are deleted by the shorter of what was said then and what is said now', async (t) => {
  const server = await testServer(t);
  const day = 86_400_000;
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
    data_storage_retention_days: 30,
  });
  const web = (await server.send('POST', '/v2/create-web-call', { agent_id: agent.json.agent_id })).json;
  assert.equal((await findCallById(server.database.db, web.call_id))?.details['data_storage_retention_days'], 30);
  const ended = (days: number) => ({
    start_timestamp: server.clock.now - days * day - 1,
    end_timestamp: server.clock.now - days * day,
  });
  const own = await addCall(server, { data_storage_retention_days: 7 }, ended(8));
  const young = await addCall(server, { data_storage_retention_days: 7 }, ended(6));
  const agents = await addCall(server, {}, { agent_id: agent.json.agent_id, ...ended(31) });
  const kept = await addCall(server, {}, ended(700));
  const webhook = (call_id: string) => enqueueCallWebhook(server.database.db, young, 'call_ended', { call_id });
  await webhook('old');
  await server.database.db
    .updateTable('webhook_deliveries')
    .set({ created_at: server.clock.now - 7 * day - 1 })
    .execute();
  await webhook('new');
  await server.database.db
    .updateTable('webhook_deliveries')
    .set({ created_at: server.clock.now })
    .where('body', 'like', '%"new"%')
    .execute();
  await applyRetention(deps(server), notAborted);
  const left = await server.database.db.selectFrom('calls').select('call_id').execute();
  assert.deepEqual(left.map((row) => row.call_id).sort(), [web.call_id, young.call_id, kept.call_id].sort());
  const { rows } = await server.database.pools.jobs.query(
    `select count(*)::int as n from graphile_worker.jobs where task_identifier = 'delete-files'`,
  );
  assert.equal(rows[0].n, 2, 'their files go by a job');
  const told = await listWebhookDeliveries(server.database.db, young.call_id);
  assert.deepEqual(
    told.map(({ body }) => JSON.parse(body).call.call_id),
    ['new'],
    'webhooks are kept for a week',
  );
  assert.ok(own && agents);
});

test('deleting a call leaves nothing of it anywhere', async (t) => {
  const server = await serverWithHook(t);
  const { call_id, files_key } = await addCall(server, { custom_attributes: { note: TOLD } });
  await analyzeCall(deps(server), { call_id }, notAborted, 1);
  assert.match(await everythingStored(server), new RegExp(TOLD));
  assert.equal((await server.send('DELETE', `/v2/delete-call/${call_id}`)).status, 204);
  assert.doesNotMatch(await everythingStored(server), new RegExp(`${TOLD}|${call_id}`));
  assert.equal(await fileStatus(server, files_key), 404);
});

test('a call is analysed again by what its agent says now, once, and call_analyzed tells it', async (t) => {
  const server = await serverWithHook(t);
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
  });
  const { call_id } = await addCall(server, {}, { agent_id: agent.json.agent_id });
  assert.equal((await server.send('PUT', '/rerun-call-analysis/call_unknown')).status, 422);
  await analyzeCall(deps(server), { call_id }, notAborted, 1);
  await server.send('PATCH', `/update-agent/${agent.json.agent_id}`, {
    post_call_analysis_data: [{ type: 'string', name: 'mood', description: 'x' }],
  });
  server.clock.now += 1_000;
  const answer = await server.send('PUT', `/rerun-call-analysis/${call_id}`);
  assert.deepEqual([answer.status, answer.json.call_analysis.call_summary], [200, TOLD]);
  const rerun = server.clock.now;
  const again = deps(server, { ...ANALYSIS, call_summary: 'new', field_1: 'sunny' });
  await analyzeCall(again, { call_id, rerun }, notAborted, 1);
  await analyzeCall(again, { call_id, rerun }, notAborted, 1);
  const { call_analysis } = await get(server, call_id);
  assert.deepEqual([call_analysis.call_summary, call_analysis.custom_analysis_data], ['new', { mood: 'sunny' }]);
  const deliveries = await listWebhookDeliveries(server.database.db, call_id);
  assert.deepEqual(
    deliveries.map(({ event }) => event),
    ['call_analyzed', 'call_analyzed'],
  );
});
