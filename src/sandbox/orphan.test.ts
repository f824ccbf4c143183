import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { until } from '../../test/support/whole-server.ts';

test('a program that only computes ends with a server that is killed', async () => {
  const server = fork(fileURLToPath(new URL('orphan.fixture.ts', import.meta.url)));
  const [pids] = (await once(server, 'message')) as [number[]];
  assert.equal(pids.length, 1);
  server.kill('SIGKILL');
  await once(server, 'exit');
  // Not ours: nobody tells us of its end.
  await until(async () => !pids.some(isThere));
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
