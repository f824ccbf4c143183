import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedLeg } from '../../../../test/support/scripted-leg.ts';
import { press } from './press.ts';

const { signal } = new AbortController();

test('keys go to the leg in the order in which they are pressed', async () => {
  const { leg, commands } = scriptedLeg();
  const push = press(leg);
  assert.deepEqual(await push('12#', signal), { ok: true });
  assert.deepEqual(await push('4', signal), { ok: true });
  assert.deepEqual(
    commands.map((command) => (command.do === 'dtmf' ? command.digits : command.do)),
    ['12#', '4'],
  );
});

test('a line that is gone, or that carries no keys, says so', async () => {
  const { leg, tell, commands } = scriptedLeg();
  const push = press(leg);
  tell({ is: 'gone', by: 'peer', detail: '' });
  assert.equal((await push('1', signal)).ok, false);
  const deaf = { ...leg, can: { ...leg.can, dtmf: false } };
  assert.equal((await press(deaf)('1', signal)).ok, false);
  assert.deepEqual(commands, []);
  await assert.rejects(press(leg)('1', AbortSignal.abort()), /abort/i);
});
