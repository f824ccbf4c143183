import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readServerNote, removeServerNote, writeServerNote } from './server-note.ts';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('a note of a living server is read by others, and by its owner alone', async (t) => {
  const dir = await folder(t);
  const note = { pid: process.ppid, url: 'http://127.0.0.1:1', databaseUrl: 'postgresql://u:secret@h/d' };
  await writeServerNote(dir, note);
  assert.deepEqual(await readServerNote(dir), note);
  assert.equal((await stat(join(dir, 'server.json'))).mode & 0o777, 0o600);
  await removeServerNote(dir);
  await removeServerNote(dir);
  assert.equal(await readServerNote(dir), null);
});

test('a dead server, a broken note and no note are all no server', async (t) => {
  const dir = await folder(t);
  assert.equal(await readServerNote(dir), null);
  await writeFile(join(dir, 'server.json'), '{"pid":');
  assert.equal(await readServerNote(dir), null);
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeServerNote(dir, { pid: child.pid ?? 0, url: '', databaseUrl: '' });
  assert.equal(await readServerNote(dir), null);
});

test('a note with our own process id was left by a dead server of another container', async (t) => {
  const dir = await folder(t);
  await writeServerNote(dir, { pid: process.pid, url: '', databaseUrl: '' });
  assert.equal(await readServerNote(dir), null);
});
