import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

function ringback(args: string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

test('an option that does not exist and a wrong setting are told in words, without a stack', () => {
  const option = ringback(['models', '--nonsense']);
  assert.equal(option.status, 1);
  assert.match(option.stderr, /^Unknown option '--nonsense'/);
  const setting = ringback(['sign-in'], { PORT: 'many' });
  assert.equal(setting.status, 1);
  assert.match(setting.stderr, /^The configuration has a fault:\n {2}- PORT in the environment/);
  for (const { stderr } of [option, setting]) assert.doesNotMatch(stderr, /^\s+at /m);
});

test('a command that does not exist is answered with those that do', () => {
  const { status, stderr } = ringback(['fly']);
  assert.equal(status, 2);
  assert.match(stderr, /There is no command "fly"[^]*ringback sign-in/);
});
