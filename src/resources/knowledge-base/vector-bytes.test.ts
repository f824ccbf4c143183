import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBytes, packVectors, toBytes } from './vector-bytes.ts';

test('vectors come back from bytes as they were, but for what a byte cannot hold', () => {
  const vectors = Float32Array.from({ length: 3 * 100 }, (_, i) => Math.sin(i * 12.9898) / 10);
  const { dimensions, scales, values } = fromBytes(toBytes(packVectors(vectors, 100)));
  assert.deepEqual([dimensions, scales.length, values.length], [100, 3, 300]);
  for (const [i, value] of vectors.entries()) {
    const scale = scales[Math.floor(i / 100)] as number;
    assert.ok(Math.abs(scale * (values[i] as number) - value) <= scale / 2 + 1e-7);
  }
});

test('no vector is no byte; a vector of zeros stays one', () => {
  assert.equal(toBytes(packVectors(new Float32Array(0), 384)).length, 0);
  assert.equal(fromBytes(Buffer.alloc(0)).scales.length, 0);
  assert.deepEqual([...fromBytes(toBytes(packVectors(new Float32Array(2), 2))).values], [0, 0]);
});

test('what is no whole vector is refused', () => {
  assert.throws(() => packVectors(new Float32Array(5), 2), /vectors of 2 numbers/);
  assert.throws(() => fromBytes(toBytes(packVectors(new Float32Array(4), 2)).subarray(0, 11)), /no vectors/);
});
