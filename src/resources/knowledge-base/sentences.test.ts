import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sentencesOf } from './sentences.ts';

test('a chunk comes apart into sentences, each under the nearest heading', () => {
  const text = [
    'Breakfast is laid out from half past six. It costs 19 euros for adults.',
    'Bars\nThe Lantern Bar\nThe bar on the roof opens at five. Yes. A pianist plays on Saturdays!',
    'Drinks:\nname: Tea, from our garden; price: 3\nname: Coffee, from the town; price: 4',
  ].join('\n\n');
  assert.deepEqual(sentencesOf('Eating > Breakfast', text), [
    { heading: 'Breakfast', text: 'Breakfast is laid out from half past six.' },
    { heading: 'Breakfast', text: 'It costs 19 euros for adults.' },
    { heading: 'The Lantern Bar', text: 'The bar on the roof opens at five.' },
    { heading: 'The Lantern Bar', text: 'Yes. A pianist plays on Saturdays!' },
    { heading: 'The Lantern Bar', text: 'Drinks: name: Tea, from our garden; price: 3' },
    { heading: 'The Lantern Bar', text: 'name: Coffee, from the town; price: 4' },
  ]);
});

test('a list of short lines keeps them all', () => {
  const [only] = sentencesOf('', 'Drinks\nTea\nCoffee\nCocoa');
  assert.deepEqual(only, { heading: 'Drinks', text: 'Tea Coffee Cocoa' });
});

test('scripts without spaces come apart, too; a blank text gives nothing', () => {
  assert.equal(
    sentencesOf('', `${'営業時間は九時から六時までです'.repeat(2)}。${'日曜日は休みです'.repeat(4)}。`).length,
    2,
  );
  for (const text of ['', ' ', '\n\n \n\n']) assert.deepEqual(sentencesOf('Head', text), []);
});

test('however a text looks, its words are all there but for headings above headings, in few sentences', () => {
  const pieces = fc.array(fc.constantFrom('word', '1', '. ', '! ', '\n', '\n\n', ' ', '。', '")', 'Ä'), {
    maxLength: 900,
  });
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      const sentences = sentencesOf('', text);
      assert.ok(sentences.length <= 160 && sentences.every((each) => each.text.trim() !== ''));
      const bare = (from: string) => from.replace(/\s+/g, '');
      const all = bare(sentences.map((each) => each.heading + each.text).join(''));
      for (const line of text.split('\n').filter((each) => /[.!。]\s*$/.test(each)))
        for (const word of line.split(/\s+/)) assert.ok(all.includes(bare(word)), word);
    }),
    { numRuns: 100 },
  );
});
