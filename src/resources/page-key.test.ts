import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePageKey, encodePageKey, pageOf } from './page-key.ts';

test('a key gives back the values it was made of', () => {
  const key = encodePageKey('calls newest first', [17, 'call_ä']);
  assert.match(key, /^[\w-]+$/);
  assert.deepEqual(decodePageKey('calls newest first', key, ['number', 'string']), [17, 'call_ä']);
});

test('keys of other lists, of other values and no keys at all are refused', () => {
  const key = encodePageKey('calls newest first', [17, 'call_a']);
  const of = (list: string, text: string) => () => decodePageKey(list, text, ['number', 'string']);
  for (const refused of [
    of('calls oldest first', key),
    of('calls newest first', 'call_a'),
    of('calls newest first', encodePageKey('calls newest first', ['17', 'call_a'])),
    of('calls newest first', encodePageKey('calls newest first', [17, 'call_\u0000'])),
    of('calls newest first', encodePageKey('calls newest first', [1.5, 'call_a'])),
    of('calls newest first', encodePageKey('calls newest first', [1e308, 'call_a'])),
    of('calls newest first', Buffer.from('{"a":1}').toString('base64url')),
  ])
    assert.throws(refused, /pagination_key: expected the key/);
});

test('a page has a key only while there is more', () => {
  const page = (rows: number[]) => pageOf(rows, 2, 'numbers', (row) => [row], String);
  assert.deepEqual(page([1, 2]), { items: ['1', '2'], has_more: false });
  assert.deepEqual(page([1, 2, 3]), {
    items: ['1', '2'],
    pagination_key: encodePageKey('numbers', [2]),
    has_more: true,
  });
  assert.deepEqual(page([]), { items: [], has_more: false });
});
