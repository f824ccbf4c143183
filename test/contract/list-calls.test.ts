// The lists of calls: both forms of filters and keys, pages that outlive their calls, totals, what is refused and how.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { listCallHeads } from '../../src/storage/index.ts';
import { addTestCall, addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { testServer, type TestServer } from '../support/http.ts';

const START = 1_700_000_000_000;

async function serverWithCalls(t: TestContext): Promise<TestServer> {
  const server = await testServer(t);
  for (const n of [0, 1, 2, 3, 4, 5]) {
    await addTestCall(server.database.db, {
      workspace_id: server.workspaceId,
      call_id: `call_${n}`,
      ...(n % 2 === 0
        ? { call_type: 'web_call', access_token: 'token' }
        : { call_type: 'phone_call', direction: 'inbound', from_number: `+1415555010${n}`, to_number: '+14155550199' }),
      call_status: n === 5 ? 'ongoing' : 'ended',
      agent_id: n < 3 ? 'agent_a' : 'agent_b',
      agent_version: n,
      created_at: START + n * 1_000,
      start_timestamp: START + n * 1_000 + 10,
      end_timestamp: n === 5 ? null : START + n * 1_000 + 500,
      duration_ms: n === 5 ? null : 490,
      user_sentiment: n === 1 ? 'Negative' : null,
      metadata: JSON.stringify({ tier: n, plan: n < 2 ? 'gold' : 'basic' }),
      details: JSON.stringify({
        ...(n === 3 ? { agent_tag: 'prod' } : {}),
        transcript: `Agent: ${n}\n`,
        transcript_object: [{ role: 'agent', content: String(n), words: [] }],
        call_analysis: { call_summary: 'short', custom_analysis_data: { mood: n === 2 ? 'sunny' : 'grey' } },
        call_cost: { combined_cost: n, product_costs: [], total_duration_seconds: 1, total_duration_unit_price: n },
      }),
    });
  }
  return server;
}

const ids = (calls: { call_id: string }[]): string => calls.map((call) => call.call_id.slice(5)).join('');
const oneOf = (...value: string[]) => ({ type: 'enum', op: 'in', value });

test("today's list shows whole calls but for their transcripts", async (t) => {
  const server = await serverWithCalls(t);
  const { status, json } = await server.send('POST', '/v3/list-calls', {});
  assert.equal(status, 200);
  assert.equal(ids(json.items), '543210');
  assert.deepEqual([json.has_more, 'pagination_key' in json, 'total' in json], [false, false, false]);
  const [, four, three] = json.items;
  assert.deepEqual(
    [four.access_token, four.call_analysis.call_summary, four.call_cost.combined_cost],
    ['token', 'short', 4],
  );
  assert.deepEqual([three.from_number, three.direction], ['+14155550103', 'inbound']);
  for (const call of json.items)
    assert.deepEqual(
      Object.keys(call).filter((key) => key.includes('transcript')),
      [],
    );
  const older = await server.send('POST', '/v2/list-calls', { limit: 2 });
  assert.equal(older.json[1].transcript, 'Agent: 4\n');
});

test('the older list shows each call as get-call does, and no more of it than it keeps', async (t) => {
  const server = await serverWithCalls(t);
  const said = { transcript: 'User: "}"\n', transcript_object: [{ role: 'user', content: '{', words: [] }] };
  for (const [call_id, end_timestamp] of [
    ['call_kept_basics', START + 2],
    ['call_running', null],
  ] as const)
    await addTestCall(server.database.db, {
      workspace_id: server.workspaceId,
      call_id,
      access_token: 'token',
      call_status: end_timestamp === null ? 'ongoing' : 'ended',
      start_timestamp: START,
      end_timestamp,
      created_at: START,
      details: JSON.stringify({ data_storage_setting: 'basic_attributes_only', ...said }),
    });
  await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    call_id: 'call_silent',
    access_token: 'token',
    created_at: START - 1,
  });
  const { json } = await server.send('POST', '/v2/list-calls', {});
  assert.equal(json.length, 9);
  for (const call of json)
    assert.deepEqual(call, (await server.send('GET', `/v2/get-call/${call.call_id}`)).json, call.call_id);
  const transcriptOf = (id: string) => json.find((call: { call_id: string }) => call.call_id === id).transcript;
  assert.deepEqual(
    [transcriptOf('call_2'), transcriptOf('call_kept_basics'), transcriptOf('call_running')],
    ['Agent: 2\n', undefined, said.transcript],
  );
  assert.deepEqual((await server.send('POST', '/v2/list-calls', { pagination_key: 'call_none' })).json, []);
});

test('pages follow each other in both orders while calls come and go', async (t) => {
  const server = await serverWithCalls(t);
  const list = async (body: object) => (await server.send('POST', '/v3/list-calls', body)).json;
  const first = await list({ limit: 2, include_total: true });
  assert.deepEqual([ids(first.items), first.has_more, first.total], ['54', true, 6]);
  await server.send('DELETE', '/v2/delete-call/call_4');
  await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    call_id: 'call_9',
    access_token: 'token',
    created_at: START + 90_000,
  });
  const second = await list({ limit: 2, pagination_key: first.pagination_key });
  assert.equal(ids(second.items), '32');
  const third = await list({ limit: 2, pagination_key: second.pagination_key });
  assert.deepEqual([ids(third.items), third.has_more], ['10', false]);
  const upwards = await list({ limit: 3, sort_order: 'ascending' });
  const rest = await list({ limit: 3, sort_order: 'ascending', pagination_key: upwards.pagination_key });
  assert.equal(ids(upwards.items) + ids(rest.items), '012359');
  assert.equal(ids((await list({ skip: 2, limit: 2 })).items), '32');
  assert.equal(ids((await list({ pagination_key: 'call_3' })).items), '210', 'an id does as well');
  const behindDeleted = await server.send('POST', '/v2/list-calls', { pagination_key: 'call_4' });
  assert.equal(ids(behindDeleted.json), '3210', 'the place of a deleted call is still known');
  const behindKey = await server.send('POST', '/v2/list-calls', { pagination_key: second.pagination_key });
  assert.equal(ids(behindKey.json), '10');
});

test('filters in the typed form and in the older one find the same, together and in both lists', async (t) => {
  const server = await serverWithCalls(t);
  const find = async (path: string, filter_criteria: object) => {
    const { status, json } = await server.send('POST', path, { filter_criteria });
    assert.equal(status, 200, JSON.stringify(json));
    return ids(Array.isArray(json) ? json : json.items);
  };
  const typed: [object, string][] = [
    [{ agent: [{ agent_id: 'agent_a' }, { agent_id: 'agent_b', version: [5] }] }, '5210'],
    [{ call_status: oneOf('ongoing') }, '5'],
    [{ call_id: { type: 'string', op: 'eq', value: 'call_2' } }, '2'],
    [{ call_id: oneOf('call_2', 'call_3') }, '32'],
    [
      {
        call_type: oneOf('phone_call'),
        direction: oneOf('inbound'),
        duration_ms: { type: 'range', op: 'bt', value: [1, 490] },
      },
      '31',
    ],
    [{ from_number: { type: 'string', op: 'ew', value: '0103' } }, '3'],
    [{ user_sentiment: oneOf('Negative', 'Unknown') }, '1'],
    [{ start_timestamp: { type: 'number', op: 'lt', value: START + 2_010 } }, '10'],
    [{ end_timestamp: { type: 'number', op: 'ge', value: START + 3_500.5 } }, '4'],
    [{ combined_cost: { type: 'range', op: 'bt', value: [1.5, 3] } }, '32'],
    [{ metadata: [{ key: 'plan', type: 'string', op: 'eq', value: 'gold' }] }, '10'],
    [
      {
        metadata: [
          { key: 'tier', type: 'number', op: 'gt', value: 3 },
          { key: 'plan', type: 'present', op: 'pr' },
        ],
      },
      '54',
    ],
    [{ metadata: [{ key: 'plan', ...oneOf('basic') }], call_type: oneOf('web_call') }, '42'],
    [{ metadata: [{ key: 'plan', type: 'string', op: 'ne', value: 'basic' }] }, '10'],
    [{ custom_analysis_data: [{ key: 'mood', type: 'string', op: 'co', value: 'sun' }] }, '2'],
    [{ custom_attributes: [{ key: 'none', type: 'present', op: 'np' }], agent: [{ agent_id: 'agent_b' }] }, '543'],
    [{ tool_calls: [{ name: 'book' }] }, ''],
    [{ agent_tag: oneOf('prod', 'staging') }, '3'],
  ];
  for (const [filter, found] of typed)
    for (const path of ['/v2/list-calls', '/v3/list-calls'])
      assert.equal(await find(path, filter), found, `${path} ${JSON.stringify(filter)}`);
  assert.equal(await find('/v2/list-calls', { agent_id: ['agent_a'], metadata: { tier: ['1', '2'] } }), '21');
  assert.equal(
    await find('/v2/list-calls', {
      agent_id: ['agent_a'],
      duration_ms: { type: 'number', op: 'gt', value: 1 },
      call_type: ['web_call'],
    }),
    '20',
    'forms may be mixed',
  );
});

test('a filter that fits no form is refused with the field that does not', async (t) => {
  const server = await testServer(t);
  const refused = async (body: object, words: RegExp, path = '/v3/list-calls') => {
    const { status, json } = await server.send('POST', path, body);
    assert.equal(status, 400, JSON.stringify(body));
    assert.match(json.message, words);
  };
  await refused(
    { filter_criteria: { call_status: oneOf('over') } },
    /filter_criteria\.call_status\.value\[0\]: expected one of/,
  );
  await refused(
    { filter_criteria: { call_status: oneOf('over') } },
    /call_status\.value\[0\]: expected one of/,
    '/v2/list-calls',
  );
  await refused(
    { filter_criteria: { duration_ms: { type: 'number', op: 'near', value: 1 } } },
    /duration_ms\.op: expected one of/,
  );
  await refused({ filter_criteria: { duration_ms: { type: 'range', op: 'bt', value: [1] } } }, /duration_ms\.value/);
  await refused(
    { filter_criteria: { metadata: [{ type: 'string', op: 'eq', value: 'x' }] } },
    /metadata\[0\]: "key" is missing/,
  );
  await refused({ filter_criteria: { agent: [{}] } }, /agent\[0\]: "agent_id" is missing/);
  await refused({ skip: -1 }, /skip/);
  await refused({ pagination_key: 'garbage' }, /pagination_key/);
  await refused({ filter_criteria: { metadata: { a: { b: 1 } } } }, /filter_criteria\.metadata/, '/v2/list-calls');
});

test('a stranger sees and counts nothing', async (t) => {
  const server = await serverWithCalls(t);
  await addTestWorkspace(server.database.db);
  await server.database.db.updateTable('calls').set({ workspace_id: TEST_WORKSPACE }).execute();
  const { json } = await server.send('POST', '/v3/list-calls', {
    include_total: true,
    filter_criteria: { metadata: [{ key: 'plan', type: 'string', op: 'eq', value: 'gold' }] },
  });
  assert.deepEqual(json, { items: [], has_more: false, total: 0 });
});

test('long beginnings are found whatever characters they are made of', async (t) => {
  const server = await testServer(t);
  for (const [call_id, note] of [
    ['call_0', `${'x'.repeat(99)}😀${'y'.repeat(300)}`],
    ['call_1', '😀'.repeat(250)],
    ['call_2', `${'x'.repeat(99)}😎`],
  ] as const)
    await addTestCall(server.database.db, {
      workspace_id: server.workspaceId,
      call_id,
      created_at: START,
      metadata: JSON.stringify({ note }),
    });
  const found = async (op: 'sw' | 'eq', value: string): Promise<string> => {
    const filter = { metadata: [{ key: 'note', type: 'string' as const, op, value }] };
    return ids(await listCallHeads(server.database.db, server.workspaceId, { filter, limit: 10 }));
  };
  assert.equal(await found('sw', `${'x'.repeat(99)}😀y`), '0');
  assert.equal(await found('sw', `${'x'.repeat(99)}😀${'y'.repeat(250)}`), '0');
  assert.equal(await found('sw', `${'x'.repeat(99)}😀${'y'.repeat(250)}z`), '');
  assert.equal(await found('sw', '😀'.repeat(201)), '1');
  assert.equal(await found('eq', '😀'.repeat(250)), '1');
  assert.equal(await found('sw', 'x'.repeat(99)), '20');
});
