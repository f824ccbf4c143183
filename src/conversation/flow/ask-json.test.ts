import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectOf } from './ask-json.ts';

test('the object is found between fences; what is none, or nested without end, is nothing', () => {
  assert.deepEqual(objectOf('```json\n{"a":{"b":[1]}}\n```'), { a: { b: [1] } });
  const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  for (const other of ['', 'no', '[1]', '{"a":', '{}}', deep]) assert.equal(objectOf(other), null, other.slice(0, 20));
});
