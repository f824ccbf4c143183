import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agoText, clockTime, latencyText, plainWords } from './format.ts';

test('lengths read like a clock, hours only when there are some', () => {
  assert.deepEqual([0, 4_999, 64_000, 3_729_000].map(clockTime), ['0:00', '0:04', '1:04', '1:02:09']);
});

test('latencies change to seconds at one second', () => {
  assert.deepEqual([411.6, 999, 1240].map(latencyText), ['412 ms', '999 ms', '1.24 s']);
});

test('moments of the last week are told from now', () => {
  const now = Date.UTC(2026, 0, 10, 12);
  assert.deepEqual(
    [1_000, 180_000, 7_200_000, 86_400_000].map((ago) => agoText(now - ago, now)),
    ['just now', '3 minutes ago', '2 hours ago', 'yesterday'],
  );
});

test('names of the contract become words', () => {
  assert.equal(plainWords('max_duration_reached'), 'Max duration reached');
});
