import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import Retell from 'retell-sdk';
import { testDatabase } from '../../test/support/database.ts';
import {
  addDelivery,
  addEndedCall,
  ANSWER,
  answering,
  choice,
  jobsDeps,
  notAborted,
  receiver,
  WEBHOOK_KEY,
} from '../../test/support/jobs.ts';
import { addTestCall, addTestWorkspace } from '../../test/support/call-row.ts';
import { relayDatabase } from '../../test/support/database-relay.ts';
import { until } from '../../test/support/whole-server.ts';
import type { GuardedEgress } from '../interfaces/egress.ts';
import { silentLog } from '../interfaces/log.ts';
import { enqueueCallWebhook } from '../resources/webhook/index.ts';
import { createPool } from '../storage/pools.ts';
import { enqueue, findWebhookDelivery, listWebhookDeliveries, takeNodeLease } from '../storage/index.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { startJobs } from './start-jobs.ts';

test('a webhook that was queued in a committed transaction arrives, signed so that the official SDK accepts it', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t);
  const id = await addDelivery(database, server.url);
  const jobs = await startJobs(jobsDeps(database));
  const { headers, body } = await server.next();
  await jobs.close();
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(await Retell.verify(body, WEBHOOK_KEY, String(headers['x-retell-signature'])), true);
  assert.equal(await Retell.verify(body.replace('G', 'g'), WEBHOOK_KEY, String(headers['x-retell-signature'])), false);
  assert.equal(body, JSON.stringify(JSON.parse(body)), 'receivers make the same bytes again from the parsed body');
  const row = await findWebhookDelivery(database.db, id);
  assert.equal(row?.attempts, 1);
  assert.ok(row.delivered_at);
});

test('a webhook that a killed process had begun to send is sent as soon as its node is back', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t);
  const id = await addDelivery(database, server.url);
  const still = { db: database.db, nodeId: 'n', log: silentLog, every: () => () => {} };
  const killed = await takeNodeLease(still);
  await killed.setWorkerPool('pool-killed');
  await sql`update graphile_worker._private_jobs set locked_by = 'pool-killed', locked_at = now(), attempts = 1`.execute(
    database.db,
  );
  const back = await takeNodeLease(still);
  const jobs = await startJobs(jobsDeps(database, { onPool: (poolId) => back.setWorkerPool(poolId) }));
  await server.next();
  await jobs.close();
  assert.equal((await findWebhookDelivery(database.db, id))?.attempts, 1);
  const node = await database.db.selectFrom('nodes').select('worker_pool_id').executeTakeFirst();
  assert.match(node?.worker_pool_id ?? '', /^pool-[0-9a-f]{18}$/);
});

test('closing aborts a delivery under way, which counts as no attempt and runs again later', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t, ['hang', 200]);
  const id = await addDelivery(database, server.url);
  const jobs = await startJobs(jobsDeps(database));
  await server.next();
  await jobs.close();
  assert.equal((await findWebhookDelivery(database.db, id))?.attempts, 0);
  await deliverWebhook(jobsDeps(database), { delivery_id: id }, notAborted);
  assert.ok((await findWebhookDelivery(database.db, id))?.delivered_at);
});

test('the loop analyses, delivers what that queues, and tells the pool that holds its locks', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t);
  await addEndedCall(database);
  await database.db
    .updateTable('workspaces')
    .set({ webhook_urls: JSON.stringify([{ url: server.url }]) })
    .execute();
  const { model } = answering(ANSWER);
  const pools: string[] = [];
  const jobs = await startJobs(
    jobsDeps(database, { providers: { thinking: () => choice(model) }, onPool: async (id) => void pools.push(id) }),
  );
  await enqueue(database.db, 'analyze-call', { call_id: 'call_1' });
  const { body } = await server.next();
  assert.equal((JSON.parse(body) as { event: string }).event, 'call_analyzed');
  assert.match(String(pools), /^pool-[0-9a-f]{18}$/);
  await jobs.close();
  await jobs.close();
});

test('a server that does not answer leaves workers to other workspaces, and its own webhooks wait in their order', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  await addTestWorkspace(db, 'https://dead.example/hook');
  const other = { workspace_id: 'org_other', name: 'Other', concurrency_limit: 20, created_at: 1 };
  const webhook_urls = JSON.stringify([{ url: 'https://well.example/hook' }]);
  await db
    .insertInto('workspaces')
    .values({ ...other, webhook_urls })
    .execute();
  const dead = await addTestCall(db);
  for (let n = 0; n < 20; n++) await enqueueCallWebhook(db, dead, 'call_ended', { n });
  const well = await addTestCall(db, { workspace_id: 'org_other' });
  await enqueueCallWebhook(db, well, 'call_ended', {});
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const begun: number[] = [];
  const send: GuardedEgress['send'] = async ({ url, body }) => {
    if (url.startsWith('https://well.')) arrived.resolve();
    else if (begun.push((JSON.parse(String(body)) as { call: { n: number } }).call.n) > 4)
      arrived.reject(new Error('too many of one workspace'));
    if (url.startsWith('https://dead.')) await gate.promise;
    return { status: 200, headers: {}, body: '', truncated: false, url };
  };
  const deps = jobsDeps(database);
  const jobs = await startJobs({ ...deps, egress: { ...deps.egress, send } });
  try {
    await arrived.promise.finally(gate.resolve);
    assert.ok(Math.max(0, ...begun) < 4, `under way: ${begun}`);
    await until(async () =>
      (await listWebhookDeliveries(db, dead.call_id)).every((each) => each.delivered_at !== null),
    );
  } finally {
    await jobs.close();
  }
  assert.deepEqual(
    [...begun].sort((a, b) => a - b),
    [...Array(20).keys()],
    'each once',
  );
});

test('the loop goes on after the database was away', async (t) => {
  const database = await testDatabase(t);
  const relay = await relayDatabase(database.url);
  const pool = createPool(relay.url, 'jobs', silentLog);
  const server = await receiver(t, ['hang', 200]);
  await addDelivery(database, server.url);
  const jobs = await startJobs(jobsDeps(database, { pool }));
  await server.next();
  await relay.cut();
  await relay.restore();
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()`.execute(
    database.db,
  );
  await server.next();
  await jobs.close();
  await pool.end();
  await relay.close();
});

test('jobs that end while the database is away leave the process alone, and later ones run', async (t) => {
  const database = await testDatabase(t);
  const relay = await relayDatabase(database.url);
  const pool = createPool(relay.url, 'jobs', silentLog);
  const server = await receiver(t);
  const good = await addDelivery(database, server.url);
  const cut = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<void>();
  const webhookKey = (): Promise<string> => {
    begun.resolve();
    return cut.promise;
  };
  const faults: unknown[] = [];
  const note = (fault: unknown): unknown => faults.push(fault);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  const jobs = await startJobs(jobsDeps(database, { pool, webhookKey }));
  await begun.promise;
  await relay.cut();
  cut.resolve(WEBHOOK_KEY);
  await server.next();
  await until(async () => (await findWebhookDelivery(database.db, good))?.delivered_at != null);
  await relay.restore();
  await sql`update webhook_deliveries set delivered_at = null, attempts = 0`.execute(database.db);
  await enqueue(database.db, 'deliver-webhook', { delivery_id: good });
  await server.next();
  await jobs.close();
  await pool.end();
  await relay.close();
  assert.deepEqual(faults, []);
});

test('a runner whose pool could not be told of takes no jobs', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t);
  const onPool = (): Promise<void> => Promise.reject(new Error('the database went away'));
  await assert.rejects(startJobs(jobsDeps(database, { onPool })), /went away/);
  await addDelivery(database, server.url);
  const jobs = await startJobs(jobsDeps(database));
  await server.next();
  await jobs.close();
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%'`.execute(database.db);
  assert.deepEqual(rows, [], 'nobody listens any more');
});
