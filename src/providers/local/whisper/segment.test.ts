import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSegment, quietestPlace } from './segment.ts';

const second = 1e6;

test('sound is found again by its media time, and what is dropped is gone', () => {
  const segment = createSegment();
  segment.write(
    Int16Array.from({ length: 32_000 }, (_, i) => i % 1000),
    5 * second,
  );
  assert.equal(segment.end, 7 * second);
  segment.dropBefore(6 * second);
  assert.equal(segment.start, 6 * second);
  assert.deepEqual(
    [...segment.cut(6 * second, 6 * second + 250)],
    [0, 1, 2, 3].map((i) => (16_000 + i) % 1000),
  );
});

test('a hole in time becomes silence, an overlap is heard once', () => {
  const segment = createSegment();
  const tone = new Int16Array(1_600).fill(5);
  segment.write(tone, 0);
  segment.write(tone, 200_000);
  assert.equal(segment.end, 300_000);
  assert.deepEqual([...new Set(segment.cut(100_000, 200_000))], [0]);
  segment.write(tone, 250_000);
  assert.equal(segment.end, 350_000);
});

test('more sound than was reserved is kept whole', () => {
  const segment = createSegment();
  for (let at = 0; at < 10; at++) segment.write(new Int16Array(16_000).fill(at), at * second);
  assert.equal(segment.cut(9 * second, 10 * second)[0], 9);
});

test('long speech is cut where it is quietest', () => {
  const segment = createSegment();
  segment.write(
    Int16Array.from({ length: 48_000 }, (_, i) => (i > 30_000 && i < 34_000 ? 10 : 9_000)),
    0,
  );
  const place = quietestPlace(segment, 0, 3 * second);
  assert.ok(place > 1.9 * second && place < 2.1 * second, String(place));
});
