import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRota } from './rota.ts';

test('who has made least sound goes first, one at a time', async () => {
  const turn = createRota();
  const order: string[] = [];
  await Promise.all(
    Object.entries({ 'long story': 9, 'first word': 0, second: 3 }).map(async ([name, made]) => {
      await turn(made);
      order.push(name);
    }),
  );
  assert.deepEqual(order, ['first word', 'second', 'long story']);
});
