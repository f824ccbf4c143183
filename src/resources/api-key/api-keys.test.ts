import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { prepareFirstWorkspace } from '../workspace/index.ts';
import {
  accessByKey,
  createApiKey,
  createEnvelope,
  listApiKeys,
  loadEnvelopeKey,
  revokeApiKey,
  webhookKey,
} from './index.ts';

const envelope = createEnvelope(Buffer.alloc(32, 1));

test('the first start makes a workspace and a key that is shown once', async (t) => {
  const { db } = await testDatabase(t);
  const deps = { db, envelope, now: Date.now };
  const starts = await Promise.all([1, 2, 3].map(() => prepareFirstWorkspace(deps)));
  const keys = starts.flatMap(({ newKey }) => newKey ?? []);
  assert.equal(keys.length, 1, 'nodes that start together agree on one');
  const [key = ''] = keys;
  assert.match(key, /^key_[0-9a-f]{32}$/);
  const workspaceId = starts[0]?.workspace.workspace_id ?? '';
  assert.equal((await accessByKey(db, key))?.workspaceId, workspaceId);
  assert.equal(await webhookKey(deps, workspaceId), key);
  assert.equal((await prepareFirstWorkspace(deps)).newKey, null);
});

test('RINGBACK_API_KEY is the first key, or one more, and stays one however often the server starts', async (t) => {
  const { db } = await testDatabase(t);
  const deps = { db, envelope, now: Date.now };
  const given = 'key_given_by_automation';
  const { workspace, newKey } = await prepareFirstWorkspace(deps, given);
  assert.equal(newKey, null);
  const { workspace_id: workspaceId } = workspace;
  assert.equal(await webhookKey(deps, workspaceId), given);
  await prepareFirstWorkspace(deps, given);
  await prepareFirstWorkspace(deps, 'key_another_of_them');
  const keys = await listApiKeys(deps, workspaceId);
  assert.equal(keys.length, 2);
  await revokeApiKey(deps, { workspaceId, apiKeyId: keys[1]?.api_key_id ?? '' });
  await assert.rejects(prepareFirstWorkspace(deps, 'key_another_of_them'), /revoked/);
  await assert.rejects(prepareFirstWorkspace(deps, 'short'), /at least 16/);
});

test('a key is stored by hash and encrypted, never as it is', async (t) => {
  const { db } = await testDatabase(t);
  const deps = { db, envelope, now: Date.now };
  const { workspace } = await prepareFirstWorkspace(deps);
  const { key } = await createApiKey(deps, { workspaceId: workspace.workspace_id, name: 'x' });
  const rows = await db.selectFrom('api_keys').selectAll().execute();
  for (const row of rows) {
    assert.ok(!JSON.stringify(row).includes(key.slice(4)));
    assert.ok(!row.key_encrypted.toString('latin1').includes(key));
  }
  const other = createEnvelope(Buffer.alloc(32, 2));
  await assert.rejects(webhookKey({ db, envelope: other }, workspace.workspace_id), /RINGBACK_SECRET_KEY/);
});

test('sealing is never twice the same, and a changed byte or another place is noticed', () => {
  const sealed = envelope.seal('key_abc', 'a');
  assert.notDeepEqual(sealed, envelope.seal('key_abc', 'a'));
  assert.equal(envelope.open(sealed, 'a'), 'key_abc');
  assert.throws(() => envelope.open(sealed, 'b'));
  for (const at of [0, 15, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => envelope.open(changed, 'a'), `byte ${at}`);
  }
  assert.notDeepEqual(envelope.derive('a'), envelope.derive('b'));
});

test('the envelope key comes from the setting, else from a file that only its owner reads', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-key-'));
  t.after(() => rm(dataDir, { recursive: true }));
  const load = (secretKey?: string) => loadEnvelopeKey({ secretKey, dataDir });
  const keys = await Promise.all([load(), load(), load()]);
  assert.deepEqual(new Set(keys.map((key) => key.toString('hex'))).size, 1);
  assert.equal((await stat(join(dataDir, 'secret.key'))).mode & 0o777, 0o600);
  assert.equal((await readFile(join(dataDir, 'secret.key'), 'utf8')).trim(), keys[0]?.toString('hex'));
  assert.deepEqual(await load('ab'.repeat(32)), Buffer.alloc(32, 0xab));
  assert.equal((await load('a passphrase that is long enough for us')).length, 32);
  await assert.rejects(load('short'), /RINGBACK_SECRET_KEY must be 64 hex digits/);
  await writeFile(join(dataDir, 'secret.key'), 'damaged');
  await assert.rejects(load(), /secret\.key must be/);
});
