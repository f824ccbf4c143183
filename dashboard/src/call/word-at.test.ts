import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordAt } from './word-at.ts';

const words = [
  { word: 'Good ', start: 1, end: 1.3 },
  { word: 'morning', start: 1.5, end: 2 },
];

test('a word lasts until the next one starts, the last until its end', () => {
  assert.deepEqual(
    [0.9, 1, 1.4, 1.5, 2, 2.1].map((seconds) => wordAt(words, seconds)),
    [-1, 0, 0, 1, 1, -1],
  );
});

test('an utterance without words has none', () => {
  assert.equal(wordAt([], 1), -1);
});
