import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { addTestWorkspace, TEST_WORKSPACE } from '../../../test/support/call-row.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { until } from '../../../test/support/whole-server.ts';
import { findBatchTest, insertBatchTest, lockBatchTest } from './batch-tests.ts';
import { cancelTestRuns, claimTestRuns, finishTestRun, insertTestRuns } from './test-runs.ts';

const BATCH = 'test_batch_1';

async function batchOf(t: TestContext, count: number) {
  const { db } = await testDatabase(t);
  await addTestWorkspace(db);
  const place = { workspace_id: TEST_WORKSPACE, test_case_batch_job_id: BATCH };
  const dates = { created_at: 1, modified_at: 1 };
  await insertBatchTest(db, {
    ...place,
    ...dates,
    engine_type: 'retell-llm',
    engine_id: 'llm_1',
    engine_version: 0,
    status: 'in_progress',
    pass_count: 0,
    fail_count: 0,
    error_count: 0,
    total_count: count,
    configuration_hash: null,
    runs_unmocked_tools: false,
  });
  const run = (position: number) => ({
    ...place,
    ...dates,
    test_case_job_id: `test_run_${position}`,
    test_case_definition_id: 'test_case_1',
    position,
    status: 'pending' as const,
    definition: '{}',
    recorded: null,
  });
  await insertTestRuns(
    db,
    Array.from({ length: count }, (_, i) => run(i)),
  );
  return db;
}

const PASSED = { status: 'pass', transcript: {}, explanation: '', metricResults: [] } as const;

test('of players that claim at the same time nobody gets what another has, nor more than asked for', async (t) => {
  const db = await batchOf(t, 20);
  const claims = await Promise.all(['a', 'b', 'c'].map((player) => claimTestRuns(db, TEST_WORKSPACE, player, 5)));
  const ids = claims.flat().map((run) => run.test_case_job_id);
  assert.equal(new Set(ids).size, ids.length);
  for (const claimed of claims) assert.ok(claimed.length <= 5);
  assert.deepEqual(await claimTestRuns(db, 'org_other', 'd', 5), []);
});

test('a run that ends while its batch is cancelled waits for that, and is not counted twice', async (t) => {
  const db = await batchOf(t, 2);
  const [run] = await claimTestRuns(db, TEST_WORKSPACE, 'a', 1);
  assert.ok(run);
  const { finishing, cancelled } = await db.transaction().execute(async (trx) => {
    await lockBatchTest(trx, TEST_WORKSPACE, BATCH);
    const finishing = db.transaction().execute((other) => finishTestRun(other, run, PASSED, 2));
    finishing.catch(() => {});
    await until(async () => {
      const waiting = await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      return waiting.rows.length > 0;
    });
    return { finishing, cancelled: await cancelTestRuns(trx, TEST_WORKSPACE, BATCH, 'Cancelled.', 3) };
  });
  assert.equal(cancelled, 2);
  assert.equal(await finishing, false);
  const batch = await findBatchTest(db, TEST_WORKSPACE, BATCH);
  assert.deepEqual([batch?.status, batch?.pass_count, batch?.error_count, batch?.total_count], ['complete', 0, 2, 2]);
});
