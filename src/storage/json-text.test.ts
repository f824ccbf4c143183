import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText, storableText } from './json-text.ts';

test('what PostgreSQL refuses is taken out, the rest stays as it is', () => {
  assert.equal(jsonText({ a: 'x\0y', 'k\0': ['\ud800', 1, null] }), '{"a":"xy","k":["\ufffd",1,null]}');
  assert.equal(jsonText({ emoji: '😀', slash: '\\u0000' }), '{"emoji":"😀","slash":"\\\\u0000"}');
  assert.equal(jsonText(undefined), 'null');
  assert.equal(storableText('a\0b\udfff'), 'ab\ufffd');
});
