import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_TOKENS } from './job.ts';
import { windowOf, windowsOf } from './windows.ts';

const numbers = (count: number, from = 1000): number[] => Array.from({ length: count }, (_, i) => from + i);

test('a short passage is one window in its frame, under its heading', () => {
  assert.deepEqual(windowsOf([7], [8, 9]), [[101, 7, 8, 9, 102]]);
  assert.deepEqual(windowsOf([7], []), [], 'nothing to find in it');
});

test('windows of a long passage cover all of it, overlap, and are as long as the model reads', () => {
  for (const length of [255, 256, 430, 600, 1_501]) {
    const windows = windowsOf(numbers(20, 1), numbers(length));
    const bodies = windows.map((window) => window.slice(21, -1));
    assert.ok(windows.every((window) => window.length <= MAX_TOKENS));
    assert.equal(new Set(bodies.flat()).size, length);
    for (const [i, body] of bodies.entries()) {
      const next = bodies[i + 1];
      if (next) assert.ok(body.filter((id) => next.includes(id)).length >= 48);
    }
  }
});

test('a heading without end leaves room for the passage', () => {
  const [window = []] = windowsOf(numbers(5_000), [5]);
  assert.deepEqual([window.length, window.at(-2)], [35, 5]);
});

test('a long question keeps its end', () => {
  const window = windowOf(numbers(1_000), 'end');
  assert.deepEqual([window.length, window.at(-2)], [MAX_TOKENS, 1999]);
});
