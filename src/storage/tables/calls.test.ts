import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CompiledQuery, type Kysely } from 'kysely';
import { addTestCall, addTestWorkspace, TEST_WORKSPACE } from '../../../test/support/call-row.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { Database } from '../schema.ts';
import type { CallFilterCriteria } from './call-filter.ts';
import { claimCall, claimOrphanedCalls, endCall, findCall, startCall, updateCall, updateOwnedCall } from './calls.ts';
import { listCalls, listCallTexts, type CallPage } from './call-list.ts';
import { deleteCall, stripCall } from './call-removal.ts';
import { insertText } from './text-messages.ts';

async function callsDatabase(t: TestContext): Promise<Kysely<Database>> {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  return db;
}

const ENDED = { call_status: 'ended', disconnection_reason: 'user_hangup', end_timestamp: 2_000 } as const;

test('of two nodes that claim a call one gets it', async (t) => {
  const db = await callsDatabase(t);
  const { call_id } = await addTestCall(db);
  const claims = await Promise.all([
    claimCall(db, call_id, { nodeId: 'a', epoch: 1 }),
    claimCall(db, call_id, { nodeId: 'b', epoch: 2 }),
  ]);
  assert.equal(claims.filter((row) => row !== undefined).length, 1);
});

test('a call starts once and ends once, and only for its owner', async (t) => {
  const db = await callsDatabase(t);
  const { call_id: callId } = await addTestCall(db);
  await claimCall(db, callId, { nodeId: 'a', epoch: 7 });

  assert.equal(await startCall(db, { callId, epoch: 6 }, { start_timestamp: 1_000 }), undefined);
  assert.equal((await startCall(db, { callId, epoch: 7 }, { start_timestamp: 1_000 }))?.call_status, 'ongoing');
  assert.equal(await startCall(db, { callId, epoch: 7 }, { start_timestamp: 1_500 }), undefined);

  assert.equal(await endCall(db, { callId, epoch: 8 }, ENDED), undefined);
  const ended = await endCall(db, { callId, epoch: 7 }, { ...ENDED, details: { transcript: 'Agent: Hi\n' } });
  assert.equal(ended?.owner_node, null);
  assert.equal(ended?.details['transcript'], 'Agent: Hi\n');
  assert.equal(await endCall(db, { callId, epoch: 7 }, ENDED), undefined);
  assert.equal(await updateOwnedCall(db, { callId, epoch: 7 }, { duration_ms: 1 }), undefined);
});

test('an update merges details, replaces columns, and may change nothing at all', async (t) => {
  const db = await callsDatabase(t);
  const { call_id } = await addTestCall(db, { details: JSON.stringify({ a: 1, b: 1 }) });
  const row = await updateCall(db, TEST_WORKSPACE, call_id, { metadata: '{"x":"y"}', details: { b: 'nul \0 gone' } });
  assert.deepEqual(row?.details, { a: 1, b: 'nul  gone' });
  assert.deepEqual(row.metadata, { x: 'y' });
  assert.deepEqual(await updateCall(db, TEST_WORKSPACE, call_id, {}), row);
  assert.equal(await updateCall(db, 'org_other', call_id, { metadata: null }), undefined);
});

test('forms of the transcript that come later join those that are there', async (t) => {
  const db = await callsDatabase(t);
  const { call_id } = await addTestCall(db);
  const said = [
    { role: 'user', content: 'nul \0, half \ud800, "quoted" \\u0000', words: [{ word: 'a', start: 0.1, end: 1e-7 }] },
  ];
  const kept = [{ ...said[0], content: 'nul , half \ufffd, "quoted" \\u0000' }];
  await updateCall(db, TEST_WORKSPACE, call_id, { details: { transcript: 'first', transcript_object: said } });
  const row = await updateCall(db, TEST_WORKSPACE, call_id, { details: { transcript: 'second', agent_tag: 'prod' } });
  assert.deepEqual(row?.details, { transcript: 'second', transcript_object: kept, agent_tag: 'prod' });
  assert.deepEqual((await findCall(db, TEST_WORKSPACE, call_id))?.details, row.details);
  const [listed] = await listCallTexts(db, TEST_WORKSPACE, { limit: 1 });
  assert.deepEqual(JSON.parse(listed?.transcripts ?? ''), { transcript: 'second', transcript_object: kept });
  assert.deepEqual(listed?.details, { agent_tag: 'prod' });
});

test('texts of a call go with it, and with its content', async (t) => {
  const db = await callsDatabase(t);
  const pair = { workspace_id: TEST_WORKSPACE, our_number: '+1', their_number: '+2' };
  const text = { ...pair, direction: 'out', state: 'sent', created_at: 1 } as const;
  const calls = ['call_deleted', 'call_stripped', 'call_kept'];
  for (const call_id of calls) {
    await addTestCall(db, { call_id });
    await insertText(db, { ...text, call_id });
  }
  await deleteCall(db, TEST_WORKSPACE, 'call_deleted', 1);
  await stripCall(db, { workspace_id: TEST_WORKSPACE, call_id: 'call_stripped', direction: 'outbound' }, {}, 'x');
  assert.deepEqual(await db.selectFrom('text_messages').select('call_id').execute(), [{ call_id: 'call_kept' }]);
});

test('a foreign call looks like an unknown one', async (t) => {
  const db = await callsDatabase(t);
  const { call_id } = await addTestCall(db);
  assert.equal(await findCall(db, 'org_other', call_id), undefined);
  assert.equal(await deleteCall(db, 'org_other', call_id, 1), undefined);
  assert.equal((await deleteCall(db, TEST_WORKSPACE, call_id, 1))?.call_id, call_id);
  assert.equal(await findCall(db, TEST_WORKSPACE, call_id), undefined);
});

test('pages of a list meet without gap or overlap in both orders, with equal times and calls that never started', async (t) => {
  const db = await callsDatabase(t);
  for (const [n, start] of [100, 100, 100, null, 50, null, 200].entries()) {
    await addTestCall(db, { call_id: `call_${n}`, created_at: 90 + n, start_timestamp: start });
  }
  const newestFirst = ['call_6', 'call_2', 'call_1', 'call_0', 'call_5', 'call_3', 'call_4'];
  for (const ascending of [false, true]) {
    const seen: string[] = [];
    for (let after: CallPage['after']; ;) {
      const page = await listCalls(db, TEST_WORKSPACE, { limit: 2, after, ascending });
      seen.push(...page.map((row) => row.call_id));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    assert.deepEqual(seen, ascending ? newestFirst.toReversed() : newestFirst);
  }
});

test('the list walks its index instead of sorting', async (t) => {
  const db = await callsDatabase(t);
  await db.executeQuery(
    CompiledQuery.raw(
      `insert into calls (workspace_id, call_id, call_type, call_status, agent_id, agent_version, created_at, files_key)
       select '${TEST_WORKSPACE}', 'call_' || n, 'web_call', 'ended', 'agent_1', 0, n, md5(n::text) from generate_series(1, 5000) n`,
    ),
  );
  await db.executeQuery(CompiledQuery.raw('analyze calls'));
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(
    CompiledQuery.raw(
      `explain select * from calls where workspace_id = '${TEST_WORKSPACE}'
       and (began_at, call_id) < (4000, 'call_4000')
       order by began_at desc, call_id desc limit 50`,
    ),
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  assert.match(plan, /Index Scan.* using calls_by_time/);
  assert.doesNotMatch(plan, /Sort/);
});

test('filters in both forms find what they name', async (t) => {
  const db = await callsDatabase(t);
  const items = [
    { role: 'tool_call_invocation', tool_call_id: 't1', name: 'book', time_sec: 1 },
    { role: 'tool_call_result', tool_call_id: 't1', successful: true, content: 'ok', time_sec: 1.5 },
  ];
  await addTestCall(db, {
    call_id: 'call_a',
    call_status: 'ended',
    agent_id: 'agent_1',
    agent_version: 2,
    disconnection_reason: 'user_hangup',
    user_sentiment: 'Positive',
    call_successful: true,
    in_voicemail: false,
    start_timestamp: 1_000,
    end_timestamp: 61_000,
    duration_ms: 60_000,
    e2e_latency_p50: 612.5,
    metadata: JSON.stringify({ customer: 'c_1', tier: 3, vip: true }),
    retell_llm_dynamic_variables: JSON.stringify({ name: 'Ana 100% sure' }),
    details: JSON.stringify({
      transcript_with_tool_calls: items,
      call_analysis: { custom_analysis_data: { mood: 'sunny' } },
      data_storage_setting: 'everything',
    }),
  });
  await addTestCall(db, { call_id: 'call_b', agent_id: 'agent_2', from_number: '+15550100', direction: 'inbound' });

  const found: [CallFilterCriteria, string[]][] = [
    [{}, ['call_a', 'call_b']],
    [{ call_id: ['call_b', 'call_x'] }, ['call_b']],
    [{ call_id: [] }, ['call_a', 'call_b']],
    [{ agent_id: ['agent_1'] }, ['call_a']],
    [{ version: [2] }, ['call_a']],
    [{ call_status: ['ended'] }, ['call_a']],
    [{ call_successful: [true] }, ['call_a']],
    [{ in_voicemail: [false] }, ['call_a']],
    [{ start_timestamp: { lower_threshold: 1_000, upper_threshold: 1_000 } }, ['call_a']],
    [{ start_timestamp: { lower_threshold: 1_001 } }, []],
    [{ duration_ms: { upper_threshold: 60_000 } }, ['call_a']],
    [{ e2e_latency_p50: { lower_threshold: 612 } }, ['call_a']],
    [{ metadata: { customer: ['c_0', 'c_1'] } }, ['call_a']],
    [{ metadata: { tier: ['3'] } }, ['call_a']],
    [{ dynamic_variables: { name: ['Ana'] } }, []],
    [{ agent: [{ agent_id: 'agent_1', version: [2] }, { agent_id: 'agent_9' }] }, ['call_a']],
    [{ agent: [{ agent_id: 'agent_1', version: [3] }] }, []],
    [{ call_status: { type: 'enum', op: 'in', value: ['ended', 'error'] } }, ['call_a']],
    [{ call_status: { type: 'enum', op: 'in', value: [] } }, []],
    [{ from_number: { type: 'string', op: 'sw', value: '+1555' } }, ['call_b']],
    [{ from_number: { type: 'string', op: 'ew', value: '0100' } }, ['call_b']],
    [{ from_number: { type: 'string', op: 'ne', value: '+15550100' } }, ['call_a']],
    [{ duration_ms: { type: 'number', op: 'gt', value: 59_999.5 } }, ['call_a']],
    [{ duration_ms: { type: 'number', op: 'ne', value: 60_000 } }, ['call_b']],
    [{ duration_ms: { type: 'range', op: 'bt', value: [60_000, 70_000] } }, ['call_a']],
    [{ call_successful: { type: 'boolean', op: 'eq', value: false } }, []],
    [{ metadata: [{ key: 'tier', type: 'number', op: 'ge', value: 3 }] }, ['call_a']],
    [{ metadata: [{ key: 'customer', type: 'number', op: 'ge', value: 3 }] }, []],
    [{ metadata: [{ key: 'vip', type: 'boolean', op: 'eq', value: true }] }, ['call_a']],
    [{ metadata: [{ key: 'vip', type: 'present', op: 'np' }] }, ['call_b']],
    [{ dynamic_variables: [{ key: 'name', type: 'string', op: 'co', value: '100%' }] }, ['call_a']],
    [{ custom_analysis_data: [{ key: 'mood', type: 'string', op: 'eq', value: 'sunny' }] }, ['call_a']],
    [{ data_storage_setting: { type: 'enum', op: 'in', value: ['everything'] } }, ['call_a']],
    [{ combined_cost: { type: 'number', op: 'gt', value: 0 } }, []],
    [{ tool_calls: [{ name: 'book', success: { type: 'boolean', op: 'eq', value: true } }] }, ['call_a']],
    [{ tool_calls: [{ name: 'book', latency_ms: { type: 'range', op: 'bt', value: [400, 600] } }] }, ['call_a']],
    [{ tool_calls: [{ name: 'book', latency_ms: { type: 'number', op: 'gt', value: 600 } }] }, []],
    [{ tool_calls: [{ name: 'cancel' }] }, []],
  ];
  for (const [filter, ids] of found) {
    const rows = await listCalls(db, TEST_WORKSPACE, { filter, limit: 10 });
    assert.deepEqual(rows.map((row) => row.call_id).sort(), ids, JSON.stringify(filter));
  }
});

test('orphans are the calls of dead nodes and of older lives, and those that nobody joined', async (t) => {
  const db = await callsDatabase(t);
  const now = Date.now();
  await db
    .insertInto('nodes')
    .values([
      { node_id: 'alive', epoch: 5, internal_url: null, worker_pool_id: null },
      { node_id: 'dead', epoch: 4, internal_url: null, worker_pool_id: null, heartbeat_at: new Date(now - 60_000) },
    ])
    .execute();
  const open = { call_status: 'ongoing' } as const;
  await addTestCall(db, { call_id: 'running', ...open, owner_node: 'alive', owner_epoch: 5 });
  await addTestCall(db, { call_id: 'former life', ...open, owner_node: 'alive', owner_epoch: 3 });
  await addTestCall(db, { call_id: 'dead owner', ...open, owner_node: 'dead', owner_epoch: 4 });
  await addTestCall(db, { call_id: 'unknown owner', ...open, owner_node: 'gone', owner_epoch: 2 });
  await addTestCall(db, { call_id: 'fresh' });
  await addTestCall(db, { call_id: 'never joined', created_at: now - 40_000 });
  await addTestCall(db, { call_id: 'joining', created_at: now - 40_000, owner_node: 'alive', owner_epoch: 5 });
  await addTestCall(db, { call_id: 'switch', call_type: 'phone_call', created_at: now - 40_000 });
  await addTestCall(db, { call_id: 'over', call_status: 'ended', owner_node: 'dead', owner_epoch: 4 });

  const limits = { deadAfterMs: 15_000, unjoinedWebCallMs: 30_000, unjoinedPhoneCallMs: 300_000, limit: 10 };
  const us = { nodeId: 'us', epoch: 6 };
  await db.insertInto('nodes').values({ node_id: 'us', epoch: 6, internal_url: null, worker_pool_id: null }).execute();
  const [first, second] = await Promise.all([claimOrphanedCalls(db, us, limits), claimOrphanedCalls(db, us, limits)]);
  const taken = [...first, ...second].map((row) => row.call_id).sort();
  assert.deepEqual(taken, ['dead owner', 'former life', 'never joined', 'unknown owner']);
  assert.deepEqual(await claimOrphanedCalls(db, us, limits), []);
  assert.equal(
    await endCall(db, { callId: 'dead owner', epoch: 4 }, ENDED),
    undefined,
    'its former owner writes no end',
  );
});
