import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from './announce.ts';

test('arguments are an object that can be passed on, or none', () => {
  assert.deepEqual(parseArguments(''), {});
  assert.deepEqual(parseArguments('{"a":[1,{"b":null}]}'), { a: [1, { b: null }] });
  const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  for (const other of ['nonsense', '[1]', '"x"', 'null', '{"a":', deep]) assert.equal(parseArguments(other), undefined);
});
