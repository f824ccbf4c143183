import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlotShares } from './slot-shares.ts';

test('bridges that begin in one slot are spread over all, and a place that was left is taken first', () => {
  const shares = createSlotShares();
  const waits = Array.from({ length: 8 }, (_, bridge) => shares.take(bridge, 6));
  assert.deepEqual(waits, [0, 1, 2, 3, 0, 1, 2, 3]);
  shares.give(3);
  shares.give(3);
  assert.equal(shares.take(8, 7), 2);
  assert.equal(shares.take(9, 7), 0);
});
