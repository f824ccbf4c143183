import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import type { BlobStore } from '../interfaces/blob-store.ts';
import { createLocalBlobs } from './blobs.ts';

const FOLDER = 'ab'.repeat(32);

async function setUp(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-blobs-'));
  t.after(() => rm(folder, { recursive: true }));
  return { folder, blobs: createLocalBlobs(folder) };
}

async function text(
  blobs: BlobStore,
  key: string,
  range?: { start: number; end?: number },
): Promise<string | undefined> {
  const found = await blobs.read(key, range);
  return found && (await buffer(found.stream)).toString();
}

test('a blob reads back whole and in ranges', async (t) => {
  const { blobs } = await setUp(t);
  const key = `${FOLDER}/public.log`;
  await blobs.write(key, '0123456789');
  assert.equal(await text(blobs, key), '0123456789');
  assert.equal((await blobs.read(key))?.size, 10);
  assert.equal(await text(blobs, key, { start: 2, end: 5 }), '234');
  assert.equal(await text(blobs, key, { start: 8 }), '89');
  assert.equal(await text(blobs, key, { start: 8, end: 100 }), '89');
  assert.equal(await text(blobs, key, { start: 10 }), '');
  assert.equal(await text(blobs, `${FOLDER}/other.log`), undefined);
});

test('a blob that is appended to can be read as it grows', async (t) => {
  const { blobs } = await setUp(t);
  const key = `${FOLDER}/recording.wav`;
  const writer = await blobs.append(key);
  await writer.write(Buffer.from('one'));
  assert.equal(await text(blobs, key), 'one');
  await writer.write(Buffer.from('two'));
  await writer.close();
  await writer.close();
  assert.equal(await text(blobs, key), 'onetwo');
});

test('what is deleted is gone, and so is its folder when it was the last', async (t) => {
  const { blobs, folder } = await setUp(t);
  await blobs.write(`${FOLDER}/a`, 'a');
  await blobs.write(`${FOLDER}/b`, 'b');
  await blobs.delete(`${FOLDER}/a`);
  assert.equal(await text(blobs, `${FOLDER}/b`), 'b');
  await blobs.delete(`${FOLDER}/b`);
  await blobs.delete(`${FOLDER}/b`);
  assert.deepEqual(await readdir(join(folder, 'ab')), []);
});

test('a file is taken over whole, wherever it lay', async (t) => {
  const { blobs, folder } = await setUp(t);
  const file = join(folder, 'upload');
  await writeFile(file, 'uploaded');
  await blobs.take(`${FOLDER}/a.txt`, file);
  assert.equal(await text(blobs, `${FOLDER}/a.txt`), 'uploaded');
  await assert.rejects(stat(file));
  await assert.rejects(blobs.take(`${FOLDER}/b.txt`, file), { code: 'ENOENT' });
  assert.deepEqual(await readdir(join(folder, 'ab', FOLDER)), ['a.txt']);
});

test('keys of any other form reach nothing', async (t) => {
  const { blobs } = await setUp(t);
  const bad = [
    '',
    'a',
    `${FOLDER}/`,
    `${FOLDER}/..`,
    `${FOLDER}/../x`,
    `${FOLDER}/.hidden`,
    `${FOLDER}/a/b`,
    `${'AB'.repeat(32)}/a`,
    `/${FOLDER}/a`,
    `${FOLDER}/a\0`,
    `${FOLDER}/a\n`,
    `${FOLDER}\\a`,
    `../${FOLDER}/a`,
  ];
  for (const key of bad) {
    assert.equal(await blobs.read(key), undefined, JSON.stringify(key));
    await assert.rejects(blobs.write(key, ''), JSON.stringify(key));
    await assert.rejects(blobs.append(key));
    await assert.rejects(blobs.delete(key));
    assert.throws(() => blobs.localPath(key));
  }
});

test('writers that need a path find its folder there, closed to other users', async (t) => {
  const { blobs } = await setUp(t);
  const path = blobs.localPath(`${FOLDER}/recording.wav`);
  const folder = await stat(join(path, '..'));
  assert.equal(folder.mode & 0o777, 0o700);
});
