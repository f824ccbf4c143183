import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreedPrefix } from './agreed-prefix.ts';

test('what two answers share is agreed on, but for its last two tokens', () => {
  assert.deepEqual(agreedPrefix([1, 2, 3, 4, 9], [1, 2, 3, 4, 5, 6]), [1, 2]);
  assert.deepEqual(agreedPrefix([1], [1]), []);
  assert.deepEqual(agreedPrefix([], [1, 2]), []);
});
