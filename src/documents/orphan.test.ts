import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { until } from '../../test/support/whole-server.ts';

/** Ticks of 10 ms: by then it is past its start, and in the document. */
const IN_THE_MIDDLE = 100;

test('a process that reads in circles ends although its server was killed', async (t) => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ringback-orphan-')));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'document');
  // Its many beginnings are each looked through to the end.
  await writeFile(path, '<!DOCTYPE ['.repeat(500_000));
  const server = fork(fileURLToPath(new URL('orphan.fixture.ts', import.meta.url)), [path]);
  await until(async () => (await ticksOf(await readersOf(path))) >= IN_THE_MIDDLE);
  server.kill('SIGKILL');
  await once(server, 'exit');
  const readers = await readersOf(path);
  assert.equal(readers.length, 1, 'it does not notice');
  // Not ours: nobody tells us of its end.
  await until(async () => (await readersOf(path)).length === 0);
});

/** Processes that may read this document. proc(5) */
async function readersOf(path: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return line.split('\0').includes(`--allow-fs-read=${path}`) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** CPU time of the first: fields 14 and 15, the first behind the name are counted from 3. */
async function ticksOf([pid]: string[]): Promise<number> {
  if (pid === undefined) return 0;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}
