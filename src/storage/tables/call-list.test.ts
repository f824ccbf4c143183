// Whatever indexes and short ways a list takes, it finds what looking at every single call finds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { addTestWorkspace, TEST_WORKSPACE } from '../../../test/support/call-row.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { Database } from '../schema.ts';
import type { CallFilterCriteria, TypedFilter } from './call-filter.ts';
import { countCalls, listCallHeads, type CallPage } from './call-list.ts';
import { whole, type CallRow } from './calls.ts';

const CALLS = 3_000;
const FILTERS = 80;
const PAGE = 40;

test('random filters find in their order what looking at every call finds', async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  await addCalls(db);
  const all = (await db.selectFrom('calls').selectAll().execute()).map(whole);
  all.sort((a, b) => b.began_at - a.began_at || (a.call_id < b.call_id ? 1 : -1));
  const random = randomNumbers(20_261_122);
  let found = 0;
  for (let i = 0; i < FILTERS; i++) {
    if (i === FILTERS / 2) await sql`analyze calls, call_values`.execute(db);
    const chosen = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(CHOICES, random));
    const filter = Object.assign({}, ...chosen.map((choice) => choice.filter)) as CallFilterCriteria;
    // Of two on the same field the last holds.
    const holding = chosen.filter(({ filter: own }) =>
      Object.entries(own).every(([key, v]) => filter[key as never] === v),
    );
    const ascending = random() < 0.3;
    const expected = all.filter((call) => holding.every(({ holds }) => holds(call)));
    if (ascending) expected.reverse();
    const words = `${JSON.stringify(filter)} ${ascending ? 'upwards' : ''}`;
    found += expected.length;
    assert.equal(await countCalls(db, TEST_WORKSPACE, filter), expected.length, words);
    assert.deepEqual(await twoPages(db, { filter, ascending, limit: PAGE }), ids(expected.slice(0, 2 * PAGE)), words);
    const skipped = await listCallHeads(db, TEST_WORKSPACE, { filter, ascending, limit: PAGE, skip: 7 });
    assert.deepEqual(ids(skipped), ids(expected.slice(7, 7 + PAGE)), words);
  }
  assert.ok(found > FILTERS, 'the filters find calls at all');
});

test('a call is found by what it has become', async (t) => {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  await addCalls(db, 30);
  const filter: CallFilterCriteria = {
    call_status: oneOf('error'),
    user_sentiment: oneOf('Unknown'),
    metadata: [{ key: 'plan', type: 'string', op: 'eq', value: 'new' }],
  };
  assert.equal(await countCalls(db, TEST_WORKSPACE, filter), 0);
  await db
    .updateTable('calls')
    .set({ call_status: 'error', user_sentiment: 'Unknown', metadata: '{"plan":"new"}' })
    .where('call_id', '=', 'call_00007')
    .execute();
  assert.deepEqual(ids(await listCallHeads(db, TEST_WORKSPACE, { filter, limit: 10 })), ['call_00007']);
  assert.deepEqual(await listCallHeads(db, 'org_other', { filter, limit: 10 }), []);
});

async function twoPages(db: Kysely<Database>, page: CallPage): Promise<string[]> {
  const first = await listCallHeads(db, TEST_WORKSPACE, page);
  const after = first.at(-1);
  const second = after ? await listCallHeads(db, TEST_WORKSPACE, { ...page, after }) : [];
  return ids([...first, ...second]);
}

const ids = (calls: readonly CallRow[]): string[] => calls.map(({ call_id }) => call_id);

interface Choice {
  filter: CallFilterCriteria;
  holds: (call: CallRow) => boolean;
}

const oneOf = (...value: string[]): TypedFilter => ({ type: 'enum', op: 'in', value });

const analysis = (call: CallRow): Record<string, unknown> =>
  (call.details['call_analysis'] as { custom_analysis_data?: Record<string, unknown> } | undefined)
    ?.custom_analysis_data ?? {};
const metadata = (call: CallRow): Record<string, unknown> => (call.metadata ?? {}) as Record<string, unknown>;
const keepsAll = (call: CallRow): boolean => call.data_storage_setting !== 'basic_attributes_only';

function among(field: keyof CallFilterCriteria & keyof CallRow, ...values: string[]): Choice {
  return { filter: { [field]: oneOf(...values) }, holds: (call) => values.includes(call[field] as string) };
}

/** One column or key of each kind, with values that are common, rare and absent, and that exclude each other. */
const CHOICES: Choice[] = [
  among('call_status', 'ended'),
  among('call_status', 'not_connected', 'error'),
  among('call_status', 'ongoing'),
  among('call_type', 'web_call'),
  among('call_type', 'phone_call'),
  among('direction', 'inbound'),
  among('direction', 'inbound', 'outbound'),
  among('disconnection_reason', 'user_hangup'),
  among('disconnection_reason', 'dial_busy', 'dial_no_answer'),
  among('user_sentiment', 'Negative', 'Positive'),
  among('data_storage_setting', 'basic_attributes_only'),
  {
    filter: { agent: [{ agent_id: 'agent_4' }, { agent_id: 'agent_5' }] },
    holds: (c) => /^agent_[45]$/.test(c.agent_id),
  },
  among('agent_id', 'agent_1', 'agent_2', 'agent_3'),
  { filter: { call_successful: [true] }, holds: (call) => call.call_successful === true },
  {
    filter: { call_successful: { type: 'boolean', op: 'eq', value: false } },
    holds: (c) => c.call_successful === false,
  },
  { filter: { direction: { type: 'present', op: 'np' } }, holds: (call) => call.direction === null },
  { filter: { user_sentiment: { type: 'present', op: 'pr' } }, holds: (call) => call.user_sentiment !== null },
  {
    filter: { user_sentiment: { type: 'string', op: 'ne', value: 'Neutral' } },
    holds: (call) => call.user_sentiment !== 'Neutral',
  },
  {
    filter: { from_number: { type: 'string', op: 'sw', value: '+1415' } },
    holds: (call) => call.from_number?.startsWith('+1415') ?? false,
  },
  {
    filter: { from_number: oneOf('+14150003', '+4940007') },
    holds: (c) => /^(\+14150003|\+4940007)$/.test(c.from_number ?? ''),
  },
  { filter: { to_number: { type: 'string', op: 'eq', value: '+4940003' } }, holds: (c) => c.to_number === '+4940003' },
  {
    filter: { to_number: { type: 'string', op: 'ew', value: '3' } },
    holds: (c) => c.to_number?.endsWith('3') ?? false,
  },
  {
    filter: { agent: [{ agent_id: 'agent_1', version: [1] }] },
    holds: (c) => c.agent_id === 'agent_1' && c.agent_version === 1,
  },
  { filter: { duration_ms: { type: 'number', op: 'gt', value: 50_000 } }, holds: (c) => (c.duration_ms ?? 0) > 50_000 },
  {
    filter: { start_timestamp: { type: 'number', op: 'le', value: 700_000 } },
    holds: (c) => c.start_timestamp !== null && c.start_timestamp <= 700_000,
  },
  {
    filter: { metadata: [{ key: 'plan', type: 'string', op: 'eq', value: 'gold' }] },
    holds: (c) => metadata(c)['plan'] === 'gold',
  },
  {
    filter: { metadata: [{ key: 'plan', type: 'string', op: 'ne', value: 'gold' }] },
    holds: (c) => metadata(c)['plan'] !== 'gold',
  },
  {
    filter: { metadata: [{ key: 'tier', type: 'number', op: 'ge', value: 8 }] },
    holds: (c) => Number(metadata(c)['tier'] ?? 0) >= 8,
  },
  { filter: { metadata: [{ key: 'tier', type: 'present', op: 'pr' }] }, holds: (c) => 'tier' in metadata(c) },
  {
    filter: { metadata: [{ key: 'plan', ...oneOf('gold', 'iron') }] as never },
    holds: (c) => ['gold', 'iron'].includes(String(metadata(c)['plan'])),
  },
  {
    filter: { custom_analysis_data: [{ key: 'mood', type: 'string', op: 'eq', value: 'calm' }] },
    holds: (c) => keepsAll(c) && analysis(c)['mood'] === 'calm',
  },
  {
    filter: { custom_analysis_data: [{ key: 'guests', type: 'number', op: 'gt', value: 2 }] },
    holds: (c) => keepsAll(c) && Number(analysis(c)['guests'] ?? 0) > 2,
  },
  {
    filter: { tool_calls: [{ name: 'book' }] },
    holds: (call) => keepsAll(call) && 'transcript_with_tool_calls' in call.details,
  },
];

/** Phone and web calls of all states; what was said only where somebody was reached; many that began in the same millisecond. */
async function addCalls(db: Kysely<Database>, count = CALLS): Promise<void> {
  await sql`
    insert into calls (workspace_id, call_id, call_type, call_status, agent_id, agent_version, direction, from_number, to_number,
      disconnection_reason, user_sentiment, call_successful, in_voicemail, created_at, start_timestamp, end_timestamp, duration_ms,
      files_key, metadata, details, transcripts)
    select ${TEST_WORKSPACE}, 'call_' || lpad(n::text, 5, '0'), case when phone then 'phone_call' else 'web_call' end,
      case when talked then 'ended' when n % 7 = 0 then 'error' else 'not_connected' end, 'agent_' || n % 11, n % 3,
      case when phone then case when n % 2 = 0 then 'inbound' else 'outbound' end end,
      case when phone then case when n % 2 = 0 then '+494000' || n % 9 else '+1415000' || n % 5 end end,
      case when phone then case when n % 2 = 0 then '+1415000' || n % 5 else '+494000' || n % 9 end end,
      case when talked then case when n % 4 = 0 then 'agent_hangup' else 'user_hangup' end when n % 7 = 0 then 'error_unknown'
        when n % 3 = 0 then 'dial_busy' else 'dial_no_answer' end,
      case when talked then (array['Neutral', 'Positive', 'Negative', null])[1 + n % 4] end, case when talked then n % 5 <> 0 end,
      case when talked then n % 17 = 0 end, n / 3 * 1000, case when talked then n / 3 * 1000 end,
      case when talked then n / 3 * 1000 + n % 60 * 1000 end, case when talked then n % 60 * 1000 end, md5(n::text),
      case when n % 6 <> 0 then jsonb_build_object('plan', case when n % 10 = 1 then 'gold' else 'basic' end, 'tier', n % 10) end,
      case when n % 13 = 0 then '{"data_storage_setting":"basic_attributes_only"}' else '{}' end::jsonb || case when talked then
        jsonb_build_object('call_analysis', jsonb_build_object('custom_analysis_data',
          jsonb_build_object('mood', case when n % 2 = 0 then 'calm' else 'busy' end, 'guests', n % 4))) else '{}' end,
      case when talked and n % 8 = 0 then '{"transcript_with_tool_calls":[{"role":"tool_call_invocation","tool_call_id":"t",
        "name":"book","time_sec":1}]}'::jsonb end
    from (select n, n % 5 <> 0 as phone, n % 9 > 1 as talked from generate_series(1, ${count}::integer) n) as made`.execute(
    db,
  );
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Mulberry32: the same numbers each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
