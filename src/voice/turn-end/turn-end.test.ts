import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phraseOf } from './phrase.ts';
import { turnEndMs, wantsVote, type PauseFacts } from './turn-end.ts';

const phrases: [string, string, string][] = [
  ['What time is it?', 'en', 'finished'],
  ['It is four.', 'en', 'finished'],
  ['I would like to', 'en', 'unfinished'],
  ['I would like to.', 'en', 'unfinished'],
  ['It was, um', 'en', 'unfinished'],
  ['Let me see,', 'en', 'unfinished'],
  ['well...', 'en', 'unfinished'],
  ['it is four', 'en', 'plain'],
  ['my number is 555 12', 'en', 'unfinished'],
  ['five five five.', 'en', 'unfinished'],
  ['I am 42', 'en', 'plain'],
  ['call 0171 234 5678 99', 'en', 'plain'],
  ['ich möchte und', 'de', 'unfinished'],
  ['ich möchte und', 'xx', 'plain'],
  ['你好。', 'zh', 'finished'],
  ['', 'en', 'empty'],
  [' ... ', 'en', 'empty'],
];
for (const [text, language, phrase] of phrases) {
  test(`"${text}" (${language}) is ${phrase}`, () => assert.equal(phraseOf(text, language), phrase));
}

const pause: PauseFacts = {
  text: 'it is four',
  language: 'en',
  speechMs: 1200,
  vote: null,
  voteThreshold: 0.5,
  responsiveness: 1,
  accurate: false,
};

test('a vote is asked only when the text does not tell', () => {
  assert.deepEqual(
    ['It is four.', 'I would like to', 'it is four', ''].map((text) => wantsVote(text, 'en')),
    [false, false, true, true],
  );
});

test('a vote moves the end within 200 ms and 2 s; after short speech a no is weak', () => {
  assert.equal(turnEndMs(pause), 700);
  assert.equal(turnEndMs({ ...pause, vote: 0.5 }), 200);
  assert.equal(turnEndMs({ ...pause, vote: 0.49 }), 2000);
  assert.equal(turnEndMs({ ...pause, vote: 0.6, voteThreshold: 0.7 }), 2000);
  assert.equal(turnEndMs({ ...pause, vote: 0.1, speechMs: 500 }), 900);
});

test('what the text says clearly is not for the vote to decide', () => {
  assert.equal(turnEndMs({ ...pause, text: 'I would like to', vote: 0.9 }), 1300);
});

test('less responsive agents wait longer, never beyond 2 s', () => {
  assert.equal(turnEndMs({ ...pause, responsiveness: 0 }), 1750);
  assert.equal(turnEndMs({ ...pause, text: 'and', responsiveness: 0 }), 2000);
  assert.equal(turnEndMs({ ...pause, accurate: true }), 900);
});
