import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chunkBlocks } from './chunk-blocks.ts';
import type { Block } from './reading.ts';
import { splitText } from './split-text.ts';

const heading = (text: string, level = 1): Block => ({ is: 'heading', level, text });
const paragraph = (text: string): Block => ({ is: 'paragraph', text });
const row = (text: string): Block => ({ is: 'row', text });
const sizes = { maxChunkSize: 60, minChunkSize: 20 };

test('a section ends a chunk that is long enough; what follows knows what it stands under', () => {
  const chunks = chunkBlocks(
    [
      heading('Shop'),
      heading('Hours', 2),
      paragraph('We open at nine in the morning.'),
      paragraph('We close at six in the evening.'),
      heading('Prices', 2),
      paragraph('Tea costs three euros a pot.'),
    ],
    sizes,
  );
  assert.deepEqual(chunks, [
    { text: 'Shop\nHours\nWe open at nine in the morning.', heading: '' },
    { text: 'We close at six in the evening.', heading: 'Shop > Hours' },
    { text: 'Prices\nTea costs three euros a pot.', heading: 'Shop' },
  ]);
});

test('sections share a chunk as long as they go in whole', () => {
  const section = (name: string, characters: number) => [heading(name, 2), paragraph('x'.repeat(characters - 2))];
  const blocks = [heading('Top'), ...section('A', 40), ...section('B', 44), ...section('C', 20), ...section('D', 70)];
  assert.deepEqual(
    chunkBlocks(blocks, { maxChunkSize: 100, minChunkSize: 20 }).map(({ text, heading }) => [
      text.replace(/x+/g, 'x'),
      heading,
    ]),
    [
      ['Top\nA\nx\n\nB\nx', ''],
      ['C\nx\n\nD\nx', 'Top'],
    ],
  );
});

test('what is too short joins a neighbour', () => {
  const short = [heading('A'), paragraph('one'), heading('B'), paragraph('two'), heading('C'), paragraph('three')];
  assert.deepEqual(chunkBlocks(short, sizes), [{ text: 'A\none\n\nB\ntwo\n\nC\nthree', heading: '' }]);
  const tail = [paragraph('This one is long enough to stand alone.'), heading('End'), paragraph('ok')];
  assert.equal(chunkBlocks(tail, sizes).length, 1);
  assert.deepEqual(chunkBlocks([heading('Alone')], sizes), [{ text: 'Alone', heading: '' }]);
  assert.deepEqual(chunkBlocks([], sizes), []);
});

test('rows of a table share a chunk only until it is long enough', () => {
  const rows = ['name: Tea; price: 3', 'name: Coffee; price: 4', 'name: Cocoa; price: 5'].map(row);
  assert.deepEqual(
    chunkBlocks(rows, sizes).map(({ text }) => text),
    ['name: Tea; price: 3\nname: Coffee; price: 4', 'name: Cocoa; price: 5'],
  );
});

test('texts are split between sentences, else between words, else between characters', () => {
  assert.deepEqual(splitText('One is here. Two is there. Three.', 20), ['One is here.', 'Two is there. Three.']);
  assert.deepEqual(splitText('one two three four five', 10), ['one two', 'three four', 'five']);
  assert.deepEqual(splitText('一二三四五。六七八九十。', 8), ['一二三四五。', '六七八九十。']);
  assert.deepEqual(splitText('😀😀😀', 3), ['😀', '😀', '😀']);
  assert.deepEqual(splitText('  ', 10), []);
});

test('no word is lost, no chunk is too long, none is blank', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }), { minLength: 1, maxLength: 60 });
  const block = fc.oneof(
    fc.record({
      is: fc.constant('heading' as const),
      level: fc.integer({ min: 1, max: 6 }),
      text: words.map((w) => w.join(' ')),
    }),
    fc.record({
      is: fc.constantFrom('paragraph' as const, 'item' as const, 'row' as const),
      text: words.map((w) => w.join(' ')),
    }),
  );
  const bare = (text: string) => text.replace(/\s+/g, '');
  fc.assert(
    fc.property(fc.array(block, { maxLength: 30 }), fc.integer({ min: 60, max: 600 }), (blocks, maxChunkSize) => {
      const chunks = chunkBlocks(blocks, { maxChunkSize, minChunkSize: Math.floor(maxChunkSize / 3) });
      for (const { text } of chunks) assert.ok(text.trim() !== '' && text.length <= maxChunkSize, text);
      // Of a heading that is longer than a chunk the beginning is kept.
      const kept = blocks.map(({ is, text }) => (is === 'heading' ? (splitText(text, maxChunkSize)[0] ?? '') : text));
      assert.equal(bare(chunks.map(({ text }) => text).join('')), bare(kept.join('')));
    }),
    { numRuns: 200 },
  );
});
