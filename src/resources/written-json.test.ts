import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonOfAnswer, valueOfAnswer, withMembers, WrittenJson } from './written-json.ts';

test('a written answer says what it says and is sent as it stands', () => {
  const written = new WrittenJson('{"a": 1.50}');
  assert.deepEqual(valueOfAnswer(written), { a: 1.5 });
  assert.equal(String(jsonOfAnswer(written)), '{"a": 1.50}');
});

for (const items of [[], ['{"a":1}'], ['{"a":"ä—😀"}', '{"b":[]}', 'null']]) {
  test(`a written list of ${items.length} says what each of them says`, () => {
    const written = WrittenJson.list(items);
    assert.equal(String(jsonOfAnswer(written)), `[${items.join(',')}]`);
    assert.deepEqual(
      valueOfAnswer(written),
      items.map((item) => JSON.parse(item)),
    );
  });
}

test('any other answer is written', () => {
  assert.equal(jsonOfAnswer({ a: 1, b: undefined }), '{"a":1}');
  assert.equal(jsonOfAnswer(null), 'null');
  assert.equal(jsonOfAnswer(undefined), undefined);
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
