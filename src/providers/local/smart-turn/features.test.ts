import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameCount, smartTurnFeatures } from './features.ts';

const tone = (seconds: number) => Int16Array.from({ length: seconds * 16_000 }, (_, i) => 9_000 * Math.sin(i * 0.3));

test('a short sound lies at the right, and everything before it is alike', () => {
  const features = smartTurnFeatures(tone(1));
  assert.equal(features.length, 80 * frameCount);
  const row = features.subarray(20 * frameCount, 21 * frameCount);
  assert.equal(new Set(row.subarray(0, 690)).size, 1);
  assert.notEqual(row[750], row[0]);
});

test('only the last 8 s count', () => {
  const long = tone(10);
  assert.deepEqual(smartTurnFeatures(long), smartTurnFeatures(long.subarray(2 * 16_000)));
});

test('frames that were not computed one by one are what they would have been', () => {
  // 8 s with a silent beginning go the long way; the same sound without it goes the short one.
  const short = tone(2);
  const long = new Int16Array(8 * 16_000);
  long.set(short, 6 * 16_000);
  const a = smartTurnFeatures(short);
  const b = smartTurnFeatures(long);
  for (let i = 0; i < a.length; i++) assert.ok(Math.abs(a[i]! - b[i]!) < 1e-4, `value ${i}`);
});

test('silence and no sound at all are finite', () => {
  for (const pcm of [new Int16Array(0), new Int16Array(16_000)]) {
    assert.ok(smartTurnFeatures(pcm).every(Number.isFinite));
  }
});
