import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/whole-server.ts';
import { silentLog } from '../interfaces/log.ts';
import { enqueue, unlockStrayJobs } from './jobs.ts';
import { nodeIdOf, takeNodeLease, type NodeLeaseDeps } from './node-lease.ts';

/** A heartbeat that beats when told to; `beat` resolves when what follows it is done. */
function manualHeart() {
  let beats: (() => void)[] = [];
  return {
    every(_periodMs: number, run: () => void) {
      beats.push(run);
      return () => void (beats = beats.filter((one) => one !== run));
    },
    beat: () => beats.forEach((run) => run()),
    get stopped() {
      return beats.length === 0;
    },
  };
}

async function lease(t: TestContext, deps: Omit<NodeLeaseDeps, 'log'>) {
  const taken = await takeNodeLease({ log: silentLog, ...deps });
  t.after(() => taken.close());
  return taken;
}

test('a server that starts again on the same data folder is the same node in a newer life', async (t) => {
  const { db } = await testDatabase(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-node-'));
  t.after(() => rm(dataDir, { recursive: true }));
  const nodeId = await nodeIdOf(dataDir);
  assert.equal(await nodeIdOf(dataDir), nodeId);
  const { every } = manualHeart();
  const first = await lease(t, { db, nodeId, every });
  const other = await lease(t, { db, nodeId: 'another', every });
  const second = await lease(t, { db, nodeId, every });
  assert.equal(new Set([first.epoch, other.epoch, second.epoch]).size, 3, 'no two lives share an epoch');
  assert.ok(second.epoch > first.epoch);
  assert.equal((await db.selectFrom('nodes').selectAll().execute()).length, 2);
});

test('the former life of a node learns at its next beat that it was taken over', async (t) => {
  const { db } = await testDatabase(t);
  const heart = manualHeart();
  const lost = Promise.withResolvers<void>();
  await lease(t, { db, nodeId: 'n', every: heart.every, onLost: lost.resolve });
  await lease(t, { db, nodeId: 'n', every: () => () => {} });
  heart.beat();
  await lost.promise;
  assert.ok(heart.stopped);
});

test('a node without a heartbeat is buried by another, and jobs that it had begun are free at once', async (t) => {
  const { db } = await testDatabase(t);
  const dead = await lease(t, { db, nodeId: 'dead', every: () => () => {} });
  await dead.setWorkerPool('pool-dead');
  await enqueue(db, 'deliver-webhook', { delivery_id: 1 });
  await enqueue(db, 'analyze-call', { call_id: 'call_1' });
  await sql`update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now()`.execute(db);
  await sql`update graphile_worker._private_job_queues set locked_by = 'pool-dead', locked_at = now()`.execute(db);
  await sql`update nodes set heartbeat_at = now() - interval '16 seconds' where node_id = 'dead'`.execute(db);

  const heart = manualHeart();
  const swept = Promise.withResolvers<void>();
  await lease(t, { db, nodeId: 'alive', every: heart.every, afterBeat: async () => swept.resolve() });
  heart.beat();
  await swept.promise;
  assert.deepEqual(await db.selectFrom('nodes').select('node_id').execute(), [{ node_id: 'alive' }]);
  const { rows } = await sql`
    select locked_by from graphile_worker.jobs union select locked_by from graphile_worker._private_job_queues`.execute(
    db,
  );
  assert.deepEqual(rows, [{ locked_by: null }]);
});

test('whoever was kept from the database himself takes nobody for dead until the others had their time to be back', async (t) => {
  const { db } = await testDatabase(t);
  const heart = manualHeart();
  await lease(t, { db, nodeId: 'other', every: () => () => {} });
  let told = Promise.withResolvers<boolean>();
  const afterBeat = async (how: { sparing: boolean }): Promise<void> => told.resolve(how.sparing);
  await lease(t, { db, nodeId: 'first back', every: heart.every, deadAfterMs: 3_000, afterBeat });
  const beat = async (): Promise<boolean> => {
    told = Promise.withResolvers();
    heart.beat();
    return told.promise;
  };
  const nodes = async () => (await db.selectFrom('nodes').select('node_id').orderBy('node_id').execute()).length;
  await sql`update nodes set heartbeat_at = now() - interval '20 seconds'`.execute(db);
  for (const n of [1, 2, 3]) {
    assert.equal(await beat(), true, `beat ${n}`);
    assert.equal(await nodes(), 2);
  }
  assert.equal(await beat(), false, 'who is still away now is dead');
  assert.equal(await nodes(), 1);
});

test('the heart goes on while what follows a beat takes its time', async (t) => {
  const { db } = await testDatabase(t);
  const heart = manualHeart();
  const begun = Promise.withResolvers<void>();
  const slow = Promise.withResolvers<void>();
  let runs = 0;
  const afterBeat = (): Promise<void> => {
    runs += 1;
    begun.resolve();
    return slow.promise;
  };
  await lease(t, { db, nodeId: 'n', every: heart.every, afterBeat });
  heart.beat();
  await begun.promise;
  await sql`update nodes set heartbeat_at = now() - interval '2 seconds'`.execute(db);
  const isFresh = sql<{ fresh: boolean }>`select heartbeat_at > now() - interval '2 seconds' as fresh from nodes`;
  await until(async () => {
    heart.beat();
    return (await isFresh.execute(db)).rows[0]?.fresh === true;
  });
  assert.equal(runs, 1, 'never twice at a time');
  slow.resolve();
});

test('a restarted node frees the jobs of its former life before it does anything else', async (t) => {
  const { db } = await testDatabase(t);
  const former = await lease(t, { db, nodeId: 'n', every: () => () => {} });
  await former.setWorkerPool('pool-former');
  await enqueue(db, 'deliver-webhook', { delivery_id: 1 });
  await sql`update graphile_worker._private_jobs set locked_by = 'pool-former', locked_at = now()`.execute(db);
  await lease(t, { db, nodeId: 'n', every: () => () => {} });
  const { rows } = await sql`select locked_by from graphile_worker.jobs`.execute(db);
  assert.deepEqual(rows, [{ locked_by: null }]);
});

test('jobs of a pool that no node names are freed when they are old enough', async (t) => {
  const { db } = await testDatabase(t);
  const alive = await lease(t, { db, nodeId: 'n', every: () => () => {} });
  await alive.setWorkerPool('pool-alive');
  for (const id of [1, 2, 3]) await enqueue(db, 'deliver-webhook', { delivery_id: id });
  const lock = (id: number, pool: string, ago: string) =>
    sql`update graphile_worker._private_jobs set locked_by = ${pool}, locked_at = now() - ${ago}::interval
        where payload ->> 'delivery_id' = ${String(id)}`.execute(db);
  await lock(1, 'pool-alive', '1 hour');
  await lock(2, 'pool-stray', '2 minutes');
  await lock(3, 'pool-newborn', '1 second');
  await unlockStrayJobs(db, 60_000);
  const { rows } = await sql<{
    locked_by: string | null;
  }>`select locked_by from graphile_worker.jobs order by id`.execute(db);
  assert.deepEqual(
    rows.map((row) => row.locked_by),
    ['pool-alive', null, 'pool-newborn'],
  );
});

test('a job exists if and only if the transaction that wrote it commits', async (t) => {
  const { db } = await testDatabase(t);
  const jobs = async () => (await sql`select task_identifier from graphile_worker.jobs`.execute(db)).rows;
  await assert.rejects(
    db.transaction().execute(async (trx) => {
      await enqueue(trx, 'analyze-call', { call_id: 'call_1' });
      throw new Error('rolled back');
    }),
  );
  assert.deepEqual(await jobs(), []);
  await db.transaction().execute((trx) => enqueue(trx, 'analyze-call', { call_id: 'call_1' }));
  assert.deepEqual(await jobs(), [{ task_identifier: 'analyze-call' }]);
});
