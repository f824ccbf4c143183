import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';

test('a fresh database has its tables and gives bigints as numbers', async (t) => {
  const { db } = await testDatabase(t);
  const now = 1_790_000_000_000;
  await db
    .insertInto('workspaces')
    .values({ workspace_id: 'org_1', name: 'One', concurrency_limit: 20, created_at: now })
    .execute();
  const row = await db.selectFrom('workspaces').selectAll().executeTakeFirstOrThrow();
  assert.equal(row.created_at, now);
});

test('two tests never see each other', async (t) => {
  const { db } = await testDatabase(t);
  assert.deepEqual(await db.selectFrom('workspaces').selectAll().execute(), []);
});
