import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from './empty-folder.ts';

test('what was left in a folder is gone, and a folder that never was is no fault', async (t) => {
  const parent = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  t.after(() => rm(parent, { recursive: true }));
  const left = join(parent, 'pages', 'page-a');
  await mkdir(left, { recursive: true });
  await writeFile(join(left, 'page'), 'half');
  assert.equal(await emptyFolder(join(parent, 'pages')), join(parent, 'pages'));
  await assert.rejects(access(left), { code: 'ENOENT' });
  await emptyFolder(join(parent, 'pages'));
});
