import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonTextFault } from '../../../src/contract/index.ts';
import { sizeFault } from './batch-size.ts';

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    to_number: `+1415${n}`,
    retell_llm_dynamic_variables: { name: 'Ada', city: 'Rome' },
  }));
const body = (tasks: object[]) =>
  Buffer.from(JSON.stringify({ from_number: '+14155550100', name: 'Spring', reserved_concurrency: 2, tasks }));

test('a table that is told to be too large is refused, and its parts are not', () => {
  assert.match(sizeFault(people(30_000)) ?? '', /holds 19,980 people .* into 2/);
  assert.notEqual(jsonTextFault(body(people(30_000))), null);
  assert.equal(sizeFault(people(19_980)), null);
  assert.equal(jsonTextFault(body(people(19_980))), null);
  assert.match(sizeFault(people(60_000).map(({ to_number }) => ({ to_number }))) ?? '', /into 2/);
});
