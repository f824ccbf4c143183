import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '../../test/support/database.ts';
import { enqueue, type JobName, type JobPayloads } from './jobs.ts';

test('what a user can make last long waits behind jobs of the same workspace only', async (t) => {
  const { db } = await testDatabase(t);
  const queueOf = async <N extends JobName>(name: N, payload: JobPayloads[N]): Promise<string | null> => {
    await enqueue(db, name, payload);
    const { rows } = await sql<{ queue_name: string | null }>`
      select queue_name from graphile_worker.jobs order by id desc limit 1`.execute(db);
    return rows[0]?.queue_name ?? null;
  };
  const queuesOf = async (workspace_id: string): Promise<(string | null)[]> => [
    await queueOf('run-tests', { workspace_id }),
    await queueOf('read-source', { workspace_id, knowledge_base_id: 'kb_1', source_id: 's' }),
    await queueOf('crawl-path', { workspace_id, knowledge_base_id: 'kb_1', crawl_id: 'c' }),
  ];
  const [one, again, other] = [await queuesOf('w1'), await queuesOf('w1'), await queuesOf('w2')];
  assert.deepEqual(one, again);
  assert.equal(new Set([...one, ...other]).size, 6);
  assert.equal(await queueOf('deliver-webhook', { delivery_id: 1 }), null);
});
