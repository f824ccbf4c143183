import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../support/whole-server.ts';

test('a server that a program started for itself ends when that program is killed', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  const fixture = fileURLToPath(new URL('orphaned-server.fixture.ts', import.meta.url));
  const parent = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const url = String(line).trim();
  assert.equal((await fetch(`${url}/health`)).status, 200);
  parent.kill('SIGKILL');
  await until(() =>
    fetch(`${url}/health`).then(
      () => false,
      () => true,
    ),
  );
});
