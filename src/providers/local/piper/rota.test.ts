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

test('who is told to stop does not wait for a turn', async () => {
  const rota = createRota();
  const stopping = new AbortController();
  const turns: string[] = [];
  const late = rota(10, stopping.signal).then(
    () => turns.push('late'),
    () => turns.push('stopped'),
  );
  const others = [rota(0), rota(1)].map((turn) => turn.then(() => turns.push('other')));
  stopping.abort();
  await late;
  assert.deepEqual(turns, ['stopped']);
  await Promise.all(others);
  await assert.rejects(rota(0, stopping.signal));
  await rota(5);
});
