import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitClauses } from './clauses.ts';

function clausesOf(text: string): string[] {
  return splitClauses(text, { first: false, last: true }).clauses.map((clause) => clause.trim());
}

test('sentences are cut where they end', () => {
  assert.deepEqual(clausesOf('It is four. Really? Yes! "Good." (Fine.) Bye'), [
    'It is four.',
    'Really?',
    'Yes!',
    '"Good."',
    '(Fine.)',
    'Bye',
  ]);
});

for (const whole of [
  'It costs 4.50 dollars or 1,000 yen.',
  'Dr. Smith and Mrs. J. Jones live at St. James.',
  'See www.example.com or https://a.b/c.d?e=f for more.',
  'That is, e.g. version 1.2.3, fine.',
  'We open at 9 a.m. every day.',
]) {
  test(`stays whole: ${whole}`, () => assert.deepEqual(clausesOf(whole), [whole]));
}

test('a list number stays with its line, a line is a clause', () => {
  assert.deepEqual(clausesOf('1. Tea\n2. Cake\n'), ['1. Tea', '2. Cake']);
});

test('the first clause may end at a comma, when it is long enough', () => {
  const { clauses, rest } = splitClauses('Well, let me have a look, that may take', { first: true, last: false });
  assert.deepEqual(clauses, ['Well, let me have a look, ']);
  assert.equal(rest, 'that may take');
});

test('a dot at the end of what is known may be a number: it waits', () => {
  assert.deepEqual(splitClauses('It costs 4.', { first: false, last: false }), { clauses: [], rest: 'It costs 4.' });
});

test('a sentence without end is cut at a comma', () => {
  const { clauses } = splitClauses(`${'a b c d e f g h i j, '.repeat(30)}`, { first: false, last: false });
  assert.ok(clauses.length >= 2 && clauses.every((clause) => clause.length < 300));
});

test('Chinese and Japanese sentences end without a blank', () => {
  assert.deepEqual(clausesOf('你好。我是助手！'), ['你好。', '我是助手！']);
});

test('text without an end is cut all the same, at blanks where it has some, never inside a character', () => {
  const words = 'word '.repeat(10_000);
  const { clauses } = splitClauses(words, { first: true, last: true });
  assert.equal(clauses.join(''), words);
  assert.ok(clauses.every((clause) => clause.length <= 360 && clause.endsWith('word ')));
  const signs = splitClauses('😀'.repeat(5_000), { first: false, last: false });
  assert.ok(signs.clauses.length > 5 && signs.clauses.every((clause) => clause.length <= 360 && clause.isWellFormed()));
});

// Looked through anew for each of their pieces, these would take hours.
for (const [name, text] of Object.entries({
  lines: '\n'.repeat(500_000),
  initials: 'a. '.repeat(160_000),
  'one word and a full stop': `${'a'.repeat(500_000)} b. c`,
  quotes: `."${'"'.repeat(500_000)}`,
  letters: '. \n'.repeat(160_000),
})) {
  test(`half a million characters of ${name} are cut at once`, { timeout: 20_000 }, () => {
    const { clauses, rest } = splitClauses(text, { first: true, last: true });
    assert.equal(rest, '');
    assert.ok(clauses.length === 0 ? text.trim() === '' : clauses.join('') === text);
  });
}

test('streamed in any pieces, nothing is lost or added', () => {
  const piece = fc.constantFrom(
    'Hello',
    ' ',
    '. ',
    '4.50',
    ', ',
    '!',
    '\n',
    'Dr',
    '. Smith',
    '。',
    '…',
    '"',
    'www.a.com',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      let rest = '';
      const clauses: string[] = [];
      for (const each of pieces) {
        const cut = splitClauses(rest + each, { first: clauses.length === 0, last: false });
        clauses.push(...cut.clauses);
        rest = cut.rest;
      }
      clauses.push(...splitClauses(rest, { first: clauses.length === 0, last: true }).clauses);
      assert.equal(clauses.join('').trim(), pieces.join('').trim());
    }),
  );
});
