import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignWords, spreadWords } from './words.ts';

test('spreads words by their length and keeps blanks between them', () => {
  const words = spreadWords('a bcd', 1, 2.2);
  assert.deepEqual(
    words.map(({ word }) => word),
    ['a ', 'bcd'],
  );
  assert.ok(Math.abs(words[0]!.end - 1.4) < 1e-9);
  assert.ok(Math.abs(words[1]!.end - 2.2) < 1e-9);
});

test('as many measured words as written ones: their times, the text’s spelling', () => {
  const measured = [
    { word: 'hello', start: 0.1, end: 0.4 },
    { word: 'there', start: 0.5, end: 0.9 },
  ];
  assert.deepEqual(alignWords('Hello, there!', measured), [
    { word: 'Hello, ', start: 0.1, end: 0.4 },
    { word: 'there!', start: 0.5, end: 0.9 },
  ]);
});

test('a number that is spoken as several words lies where they lie', () => {
  const measured = [
    { word: 'room', start: 0, end: 0.4 },
    { word: 'twenty', start: 0.4, end: 0.8 },
    { word: 'five', start: 0.8, end: 1.2 },
  ];
  const [room, number] = alignWords('room 25', measured);
  assert.equal(room?.start, 0);
  assert.equal(number?.end, 1.2);
  assert.ok(number!.start > 0.3 && number!.start < 0.9);
});
