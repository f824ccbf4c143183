import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { createEnvelope, listApiKeys } from '../api-key/index.ts';
import { prepareFirstWorkspace } from './first-workspace.ts';

test('the first start makes one workspace and shows its key, later ones find it', async (t) => {
  const { db } = await testDatabase(t);
  const deps = { db, envelope: createEnvelope(randomBytes(32)), now: Date.now };
  const first = await prepareFirstWorkspace(deps);
  const second = await prepareFirstWorkspace(deps);
  assert.match(first.newKey ?? '', /^key_/);
  assert.equal(second.newKey, null);
  assert.equal(second.workspace.workspace_id, first.workspace.workspace_id);
});

test('another envelope key than the stored keys were sealed with is refused, and nothing is stored under it', async (t) => {
  const { db } = await testDatabase(t);
  const deps = { db, envelope: createEnvelope(randomBytes(32)), now: Date.now };
  const { workspace } = await prepareFirstWorkspace(deps);
  const other = { ...deps, envelope: createEnvelope(randomBytes(32)) };
  await assert.rejects(prepareFirstWorkspace(other, 'key_of_sixteen_or_more'), /RINGBACK_SECRET_KEY/);
  assert.equal((await listApiKeys(deps, workspace.workspace_id)).length, 1);
});
