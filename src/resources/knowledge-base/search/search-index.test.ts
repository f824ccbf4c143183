import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packVectors } from '../vector-bytes.ts';
import type { IndexedChunk } from './protocol.ts';
import { createSearchIndex, MAX_BONUS } from './search-index.ts';
import { wordsOf } from './words.ts';

/** Of length 1, and the same for the same seed. */
function vector(dimensions: number, seed: number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233) * 1.7);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function chunk(text: string, ...vectors: Float32Array[]): IndexedChunk {
  const all = Float32Array.from(vectors.flatMap((each) => [...each]));
  const packed = packVectors(all, vectors[0]?.length ?? 0);
  return { sourceId: 's', heading: '', sourceName: 'file.txt', sourceUrl: null, text, vectors: packed };
}

/** Vectors are kept in bytes. */
const BYTE_ERROR = 0.01;

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

test('cosines are those of plain arithmetic, for vectors of any size, with one question and with two', () => {
  for (const dimensions of [3, 16, 100, 384]) {
    const index = createSearchIndex(dimensions);
    const vectors = Array.from({ length: 300 }, (_, i) => vector(dimensions, i + 10));
    index.add(vectors.map((each, i) => chunk(`text ${i}`, each)));
    const [first, second] = [vector(dimensions, 1), vector(dimensions, 2)];
    const best = (found: number): number => found - 0.03;
    const one = vectors.map((each) => dot(first, each));
    const two = vectors.map((each, i) => Math.max(one[i] as number, best(dot(second, each))));
    for (const [asked, expected] of [
      [[first], one],
      [[first, second], two],
    ] as const) {
      const found = index.search({ vectors: [...asked], text: '', topK: 5 });
      const wanted = [...expected].sort((a, b) => b - a).slice(0, 5);
      for (const [i, { cosine, text }] of found.entries()) {
        assert.ok(Math.abs(cosine - (wanted[i] as number)) < BYTE_ERROR);
        assert.ok(Math.abs(cosine - (expected[Number(text.slice(5))] as number)) < BYTE_ERROR);
      }
    }
  }
});

test('the best sentence, the best two neighbours and the whole chunk count', () => {
  const index = createSearchIndex(3);
  const at = (...place: [number, number, number]) => Float32Array.from(place);
  const asked = at(1, 0, 0);
  index.add([chunk('apart', asked, at(0, 1, 0), asked), chunk('together', asked, asked, at(0, 1, 0))]);
  const found = index.search({ vectors: [asked], text: '', topK: 2 });
  const mean = 2 / Math.sqrt(5);
  const expected = [0.2 * mean + 0.4 + 0.4, 0.2 * mean + 0.4 + 0.4 * 0.5];
  assert.deepEqual(
    found.map(({ text }) => text),
    ['together', 'apart'],
  );
  for (const [i, { cosine }] of found.entries()) assert.ok(Math.abs(cosine - (expected[i] as number)) < BYTE_ERROR);
});

test('the sentence that answers is found in a chunk of many others', () => {
  const index = createSearchIndex(64);
  const axis = (at: number) => new Float32Array(64).fill(1, at, at + 1);
  const others = Array.from({ length: 35 }, (_, i) => axis(1 + i));
  index.add([chunk('has not', ...others, ...others), chunk('has it', ...others, axis(0), ...others)]);
  assert.equal(index.search({ vectors: [axis(0)], text: '', topK: 1 })[0]?.text, 'has it');
});

test('words in common decide between passages that are equally close, rare ones more than common ones', () => {
  const index = createSearchIndex(16);
  const same = vector(16, 1);
  index.add([
    chunk('the model AX-200 has a pump', same),
    chunk('the model AX-300 has a pump', same),
    chunk('the pump of the model is on the left', same),
  ]);
  const found = index.search({ vectors: [same], text: 'How heavy is the AX-300?', topK: 3 });
  assert.equal(found[0]?.text, 'the model AX-300 has a pump');
  assert.ok(Math.abs((found[0]?.bonus ?? 0) - MAX_BONUS) < 1e-6);
  assert.ok(found.every(({ bonus }) => bonus >= 0 && bonus <= MAX_BONUS + 1e-6));
});

test('words never beat what is much closer', () => {
  const index = createSearchIndex(2);
  const at = (cosine: number) => new Float32Array([cosine, Math.sqrt(1 - cosine * cosine)]);
  index.add([chunk('exactly these words', at(0.5)), chunk('nothing in common', at(0.8))]);
  const found = index.search({ vectors: [new Float32Array([1, 0])], text: 'exactly these words', topK: 1 });
  assert.equal(found[0]?.text, 'nothing in common');
});

test('copies of a passage are given once', () => {
  const index = createSearchIndex(16);
  index.add([1, 1, 1, 2].map((seed) => chunk(seed === 1 ? 'copied' : 'own', vector(16, seed))));
  const found = index.search({ vectors: [vector(16, 1)], text: '', topK: 3 });
  assert.deepEqual(
    found.map(({ text }) => text),
    ['copied', 'own'],
  );
});

test('an empty knowledge base, and chunks without a word, give nothing', () => {
  const index = createSearchIndex(16);
  assert.deepEqual(index.search({ vectors: [vector(16, 1)], text: 'x', topK: 3 }), []);
  index.add([chunk('')]);
  assert.deepEqual(index.search({ vectors: [vector(16, 1)], text: 'x', topK: 3 }), []);
});

test('vectors of another size are refused', () => {
  assert.throws(() => createSearchIndex(16).add([chunk('a', vector(12, 1))]), /expected vectors of 16/);
});

test('case, accents and marks make no other word; Chinese and Japanese are compared by pairs of letters', () => {
  assert.deepEqual(wordsOf('Café, CAFE!'), [wordsOf('cafe')[0], wordsOf('cafe')[0]]);
  assert.equal(wordsOf('営業時間').length, 3);
  assert.deepEqual(wordsOf(' ... '), []);
});
