import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spreadWords } from './word-times.ts';

/** 16 kHz: tone where `spoken` says so, by seconds. */
function sound(...parts: [seconds: number, spoken: boolean][]): Int16Array {
  const samples = parts.flatMap(([seconds, spoken]) =>
    Array.from({ length: seconds * 16_000 }, (_, i) => (spoken ? 8_000 * Math.sin(i * 0.2) : 0)),
  );
  return Int16Array.from(samples);
}

test('words lie within the voice, not in the silence around it', () => {
  const words = spreadWords('hello there', sound([0.5, false], [1, true], [0.5, false]));
  assert.deepEqual(
    words.map(({ word }) => word),
    ['hello', 'there'],
  );
  assert.ok(Math.abs(words[0]!.start - 0.5) < 0.02);
  assert.ok(Math.abs(words[1]!.end - 1.5) < 0.02);
});

test('a pause falls between words, and words never overlap', () => {
  const words = spreadWords('aa bb cc dd', sound([1, true], [1, false], [1, true]));
  for (const [index, word] of words.entries()) {
    assert.ok(word.end > word.start);
    if (index > 0) assert.ok(word.start >= words[index - 1]!.end - 1e-9);
  }
  assert.ok(words[1]!.end <= 1.01 && words[2]!.start >= 1.99);
});

test('no text, no words; more words than sound still have their order', () => {
  assert.deepEqual(spreadWords('  ', sound([1, true])), []);
  const words = spreadWords('a b c d e f g h', sound([0.03, true]));
  assert.equal(words.length, 8);
  for (let i = 1; i < words.length; i++) assert.ok(words[i]!.start >= words[i - 1]!.start);
});
