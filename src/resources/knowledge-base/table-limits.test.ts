import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTableCounter } from './table-limits.ts';

function size(kind: 'csv' | 'tsv', ...chunks: string[]): [rows: number, columns: number] {
  const counter = createTableCounter(kind);
  for (const chunk of chunks) counter.add(chunk);
  return [counter.rows(), counter.columns()];
}

test('rows and columns are counted as RFC 4180 has them', () => {
  assert.deepEqual(size('csv', 'a,b,c\n1,2,3\n'), [2, 3]);
  assert.deepEqual(size('csv', 'a,b\r\n1,2'), [2, 2], 'the last line need not end');
  assert.deepEqual(size('csv', '"a, b","line\nbreak"\n1,2\n'), [2, 2], 'quotes keep separators');
  assert.deepEqual(size('csv', '"say ""hi, you""",2\n'), [1, 2], 'doubled quotes are one');
  assert.deepEqual(size('csv', 'a;b;c\n1,5;2;3\n'), [2, 3], 'the first separator is the separator');
  assert.deepEqual(size('tsv', 'a, b\tc\n'), [1, 2]);
  assert.deepEqual(size('csv', 'a,b\n\n \n1,2\n'), [2, 2], 'blank lines do not count');
  assert.deepEqual(size('csv', '"a', ',b', '"', ',c\n'), [1, 2], 'chunks end anywhere');
});
