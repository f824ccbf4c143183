import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from './interfaces/log.ts';
import { createOwner } from './owner.ts';

test('what was started last is closed first, once, and a failure keeps nobody from its turn', async () => {
  const closed: string[] = [];
  const owner = createOwner(silentLog);
  owner.owns(async () => closed.push('first'));
  owner.owns(() => {
    throw new Error('at once');
  });
  owner.owns(() => Promise.reject(new Error('later')));
  owner.owns(async () => closed.push('last'));
  await Promise.all([owner.close(), owner.close()]);
  assert.deepEqual(closed, ['last', 'first']);
});
