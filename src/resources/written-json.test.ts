import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOfAnswer, valueOfAnswer, withMembers, WrittenJson } from './written-json.ts';

test('a written answer says what it says and is sent as it stands', () => {
  const written = new WrittenJson('{"a": 1.50}');
  assert.deepEqual(valueOfAnswer(written), { a: 1.5 });
  assert.equal(textOfAnswer(written), '{"a": 1.50}');
});

test('any other answer is written', () => {
  assert.equal(textOfAnswer({ a: 1, b: undefined }), '{"a":1}');
  assert.equal(textOfAnswer(null), 'null');
  assert.equal(textOfAnswer(undefined), undefined);
  assert.deepEqual(valueOfAnswer([1]), [1]);
});

test('members join an object, none leave it as it is', () => {
  assert.deepEqual(JSON.parse(withMembers('{"a":"}"}', '{"b": {"c": "{"}, "d": []}')), {
    a: '}',
    b: { c: '{' },
    d: [],
  });
  assert.equal(withMembers('{"a":1}', '{}'), '{"a":1}');
});
