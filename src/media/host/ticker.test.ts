import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { steadyUs } from './steady-time.ts';
import { startTicker } from './ticker.ts';

test('slots begin at whole multiples of 5 ms, each later than the one before and none before its time', async () => {
  const slots: number[] = [];
  const enough = Promise.withResolvers<void>();
  const ticker = startTicker((slotMs) => {
    slots.push(slotMs);
    assert.ok(slotMs <= steadyUs() / 1000 + 1);
    if (slots.length === 5) enough.resolve();
  });
  await enough.promise;
  ticker.stop();
  assert.ok(slots.every((slotMs, i) => slotMs % 5 === 0 && slotMs > (slots[i - 1] ?? 0)));
});

test('all threads read the same clock', async () => {
  const before = steadyUs();
  const file = new URL('./steady-time.ts', import.meta.url).href;
  const code = `import(${JSON.stringify(file)}).then(({ steadyUs }) => require('node:worker_threads').parentPort.postMessage(steadyUs()))`;
  const [theirs] = (await once(new Worker(code, { eval: true }), 'message')) as [number];
  assert.ok(before < theirs && theirs < steadyUs());
});
