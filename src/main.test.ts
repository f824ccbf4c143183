import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

function run(...args: string[]) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { encoding: 'utf8' });
}

test('--help lists the settings and starts nothing', () => {
  const { status, stdout } = run('--help');
  assert.equal(status, 0);
  assert.match(stdout, /^ {2}RINGBACK_DATA_DIR$/m);
});

test('an argument that means nothing is refused with where settings come from', () => {
  const { status, stderr } = run('--port', '9000');
  assert.equal(status, 2);
  assert.match(stderr, /no argument "--port".*environment.*ringback\.config\.json/);
});
