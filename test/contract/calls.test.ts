// Calls by the API: created, read while they run and afterwards, changed, filtered, deleted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallChanges, CallRow } from '../../src/storage/tables/index.ts';
import { findCall, updateCall } from '../../src/storage/tables/index.ts';
import { fakeLiveCall } from '../support/live-call.ts';
import { testServer, type TestServer, type TestServerOptions } from '../support/http.ts';

async function serverWithAgent(t: any, options?: TestServerOptions, agent: object = {}) {
  const server = await testServer(t, options);
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
  const { json } = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    agent_name: 'Jo',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
    ...agent,
  });
  return { server, agent_id: json.agent_id as string };
}

async function change(server: TestServer, callId: string, changes: CallChanges): Promise<CallRow> {
  const row = await updateCall(server.database.db, server.workspaceId, callId, changes);
  assert.ok(row);
  return row;
}

test('a web call waits with a token for its room', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  const variables = { name: 'Ada', visits: 3, vip: true, address: { city: 'Ulm' } };
  const answer = await server.send('POST', '/v2/create-web-call', {
    agent_id,
    metadata: { customer: 7 },
    retell_llm_dynamic_variables: variables,
    agent_override: { agent: { voice_speed: 1.5 }, retell_llm: { begin_message: 'Hi', general_prompt: 'not this' } },
  });
  assert.equal(answer.status, 201);
  const { access_token, call_id, ...rest } = answer.json;
  assert.match(call_id, /^call_[0-9a-f]{27}$/);
  assert.deepEqual(rest, {
    call_type: 'web_call',
    agent_id,
    agent_version: 0,
    agent_name: 'Jo',
    call_status: 'registered',
    metadata: { customer: 7 },
    retell_llm_dynamic_variables: variables,
    data_storage_setting: 'everything',
    opt_in_signed_url: false,
  });
  const verified = await server.deps.resources.accessTokens.verify(access_token);
  assert.deepEqual(verified, { callId: call_id, identity: 'client', role: 'caller' });
  const row = await findCall(server.database.db, server.workspaceId, call_id);
  assert.deepEqual(row?.details['agent_override'], {
    agent: { voice_speed: 1.5 },
    retell_llm: { begin_message: 'Hi' },
  });
});

test('get-call leaves out what is not known yet, and shows all of it once the call is over', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  const { call_id } = (await server.send('POST', '/v2/create-web-call', { agent_id })).json;
  const read = async () => (await server.send('GET', `/v2/get-call/${call_id}`)).json;
  await change(server, call_id, { call_status: 'ongoing', start_timestamp: 1_000 });
  const ongoing = await read();
  assert.deepEqual([ongoing.call_status, ongoing.start_timestamp], ['ongoing', 1_000]);
  for (const field of [
    'end_timestamp',
    'duration_ms',
    'transcript',
    'recording_url',
    'public_log_url',
    'metadata',
    'disconnection_reason',
  ])
    assert.equal(field in ongoing, false, field);

  const words = [{ word: 'Hi', start: 0.5, end: 0.8 }];
  const row = await change(server, call_id, {
    call_status: 'ended',
    end_timestamp: 5_000,
    duration_ms: 4_000,
    has_recording: true,
    disconnection_reason: 'user_hangup',
    details: {
      transcript: 'Agent: Hi\n',
      transcript_object: [{ role: 'agent', content: 'Hi', words, metadata: { interrupt_id: 0 } }],
      transcript_with_tool_calls: [
        { role: 'agent', content: 'Hi', words },
        { role: 'tool_call_invocation', tool_call_id: 't', name: 'x', arguments: '{}', time_sec: 1, type: 'custom' },
        { role: 'tool_call_result', tool_call_id: 't', successful: true, content: 'ok', time_sec: 2 },
        { role: 'state_transition', former_state_name: 'a', new_state_name: 'b', time_sec: 3 },
        { role: 'dtmf', digit: '1' },
      ],
      collected_dynamic_variables: { a: 'b' },
      llm_token_usage: { values: [10], average: 10, num_requests: 1 },
      call_analysis: { call_summary: 'short', user_sentiment: 'Neutral', call_successful: true },
    },
  });
  const ended = await read();
  assert.equal(ended.duration_ms, 4_000);
  assert.equal(ended.transcript, 'Agent: Hi\n');
  assert.equal(ended.transcript_with_tool_calls.length, 5);
  assert.equal(ended.recording_url, `http://ringback.test/files/${row.files_key}/recording.wav`);
  assert.equal(
    ended.recording_multi_channel_url,
    `http://ringback.test/files/${row.files_key}/recording_multichannel.wav`,
  );
  assert.equal(ended.public_log_url, `http://ringback.test/files/${row.files_key}/public.log`);
  assert.equal(ended.call_analysis.call_summary, 'short');
});

test('an answer that breaks the contract is a fault of ours with an id to find it by', async (t) => {
  const errors: any[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (facts: object) => void errors.push(facts) };
  const { server, agent_id } = await serverWithAgent(t, { log });
  const { call_id } = (await server.send('POST', '/v2/create-web-call', { agent_id })).json;
  await change(server, call_id, { details: { transcript: 17 } });
  const answer = await server.send('GET', `/v2/get-call/${call_id}`);
  assert.equal(answer.status, 500);
  const id = /error_[0-9a-f]{12}/.exec(answer.json.message)?.[0];
  assert.equal(errors[0].errorId, id);
  assert.match(errors[0].err.message, /getCall breaks the contract: transcript: expected string/);
});

test('a call can be told to forget, to remember otherwise, and to be stricter, never laxer', async (t) => {
  const told: unknown[] = [];
  const liveCall = (callId: string) =>
    fakeLiveCall((command) => {
      if (command.do === 'update') told.push([callId, command.variables]);
      return { ok: true };
    });
  const { server, agent_id } = await serverWithAgent(t, { resources: { liveCall } });
  const { call_id } = (await server.send('POST', '/v2/create-web-call', { agent_id, metadata: { a: 1, b: 2 } })).json;
  const update = (body: object) => server.send('PATCH', `/v2/update-call/${call_id}`, body);
  assert.deepEqual((await update({ metadata: { c: 3 } })).json.metadata, { c: 3 }, 'metadata is replaced, not merged');
  assert.equal(
    (await update({ data_storage_setting: 'everything_except_pii' })).json.data_storage_setting,
    'everything_except_pii',
  );
  assert.equal((await update({ data_storage_setting: 'everything' })).status, 400);
  assert.deepEqual((await update({ custom_attributes: { tier: 'gold', n: 1 } })).json.custom_attributes, {
    tier: 'gold',
    n: 1,
  });

  await update({ override_dynamic_variables: { x: '1' } });
  assert.deepEqual(told, [], 'a call that does not run is not told');
  await change(server, call_id, { call_status: 'ongoing', start_timestamp: 1 });
  await update({ override_dynamic_variables: { y: '2' } });
  await update({ override_dynamic_variables: null });
  assert.deepEqual(told, [
    [call_id, { x: '1', y: '2' }],
    [call_id, null],
  ]);
  assert.equal((await update({})).status, 200);
});

test('lists are newest first, paged by id, and filtered', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  const ids: string[] = [];
  for (const n of [1, 2, 3]) {
    server.clock.now += 1_000;
    const call = await server.send('POST', '/v2/create-web-call', {
      agent_id,
      metadata: { n: String(n), group: { name: 'g' } },
      retell_llm_dynamic_variables: { name: `caller ${n}` },
    });
    ids.push(call.json.call_id);
  }
  const [first = '', second = '', third = ''] = ids;
  await change(server, first, {
    call_status: 'ended',
    start_timestamp: server.clock.now + 10,
    end_timestamp: server.clock.now + 60,
    duration_ms: 50,
    disconnection_reason: 'agent_hangup',
    user_sentiment: 'Positive',
    call_successful: true,
  });
  const list = async (body: object) =>
    (await server.send('POST', '/v2/list-calls', body)).json.map((call: any) => call.call_id);
  assert.deepEqual(await list({}), [first, third, second], 'by start, or creation before it started');
  assert.deepEqual(await list({ sort_order: 'ascending' }), [second, third, first]);
  assert.deepEqual(await list({ limit: 1 }), [first]);
  assert.deepEqual(await list({ limit: 1, pagination_key: first }), [third]);
  assert.deepEqual(await list({ limit: 5, pagination_key: third }), [second]);
  assert.deepEqual(await list({ pagination_key: 'call_unknown' }), []);
  const filter = (filter_criteria: object) => list({ filter_criteria });
  assert.deepEqual(await filter({ call_status: ['ended'] }), [first]);
  assert.deepEqual(await filter({ call_status: ['registered'] }), [third, second]);
  assert.deepEqual(await filter({ call_id: [second, third] }), [third, second]);
  assert.deepEqual(await filter({ agent_id: ['agent_other'] }), []);
  assert.deepEqual(
    await filter({ version: [0], call_type: ['web_call'], user_sentiment: ['Positive'], call_successful: [true] }),
    [first],
  );
  assert.deepEqual(await filter({ duration_ms: { lower_threshold: 50, upper_threshold: 50 } }), [first]);
  assert.deepEqual(await filter({ 'metadata.n': ['2', '3'] }), [third, second]);
  assert.deepEqual(await filter({ metadata: { n: ['2'] } }), [second]);
  assert.deepEqual(await filter({ metadata: { 'metadata.n': ['2'] } }), [second]);
  assert.deepEqual(await filter({ 'dynamic_variables.name': ['caller 3'] }), [third]);
  assert.deepEqual(await filter({ disconnection_reason: ['agent_hangup'], 'metadata.n': ['2'] }), []);
});

test('a slot is held from creation until nobody may join any more, and no more calls are made than slots', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  await server.database.db.updateTable('workspaces').set({ concurrency_limit: 3 }).execute();
  const create = () => server.send('POST', '/v2/create-web-call', { agent_id });
  const answers = await Promise.all(Array.from({ length: 8 }, create));
  const made = answers.filter(({ status }) => status === 201);
  assert.equal(made.length, 3);
  const refused = answers.find(({ status }) => status === 429);
  assert.equal(
    refused?.json.message,
    'Account rate limited, please throttle your requests. 3 of 3 concurrent calls are in use.',
  );
  assert.ok(Number(refused?.headers.get('retry-after')) > 0);
  const figures = async () => (await server.send('GET', '/get-concurrency')).json;
  assert.deepEqual([(await figures()).current_concurrency, (await figures()).concurrency_limit], [3, 3]);
  await change(server, made[0]?.json.call_id, { call_status: 'ongoing', start_timestamp: 1 });
  server.clock.now += 31_000;
  assert.equal((await figures()).current_concurrency, 1, 'only the one that was joined');
  assert.equal((await create()).status, 201);
});

test('deleting a call takes its files with it, but not while it runs', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  const { call_id } = (await server.send('POST', '/v2/create-web-call', { agent_id })).json;
  const row = await change(server, call_id, { call_status: 'ongoing', start_timestamp: 1 });
  assert.equal((await server.send('DELETE', `/v2/delete-call/${call_id}`)).status, 400);
  await change(server, call_id, { call_status: 'ended', end_timestamp: 2 });
  const key = `${row.files_key}/recording.wav`;
  await server.deps.blobs.write(key, 'sound');
  const file = await fetch(`${server.url}/files/${key}`);
  assert.deepEqual([file.status, await file.text()], [200, 'sound']);
  assert.equal((await server.send('DELETE', `/v2/delete-call/${call_id}`)).status, 204);
  assert.equal((await fetch(`${server.url}/files/${key}`)).status, 404);
  assert.equal((await server.send('GET', `/v2/get-call/${call_id}`)).status, 422);
});

test('calls of a deleted agent stay', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  const { call_id } = (await server.send('POST', '/v2/create-web-call', { agent_id })).json;
  await server.send('DELETE', `/delete-agent/${agent_id}`);
  assert.equal((await server.send('GET', `/v2/get-call/${call_id}`)).json.agent_id, agent_id);
  assert.equal((await server.send('POST', '/v2/create-web-call', { agent_id })).status, 422);
});
