import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMock, type ToolMock } from './tool-mocks.ts';

const mock = (args: Record<string, unknown> | null, output = 'x'): ToolMock => ({
  tool_name: 'book',
  input_match_rule: args === null ? { type: 'any' } : { type: 'partial_match', args },
  output,
});

test('the first mock of the tool that fits answers', () => {
  const mocks = [mock({ day: 'Monday' }, 'first'), mock(null, 'rest')];
  assert.equal(findMock(mocks, 'book', { day: 'Monday', guests: 4 })?.output, 'first');
  assert.equal(findMock(mocks, 'book', { day: 'Friday' })?.output, 'rest');
  assert.equal(findMock(mocks, 'cancel', {}), undefined);
});

test('what is expected must be there, at any depth, and nothing of the prototype counts', () => {
  const fits = (expected: Record<string, unknown>, given: Record<string, unknown>): boolean =>
    findMock([mock(expected)], 'book', given) !== undefined;
  assert.ok(fits({}, {}));
  assert.ok(fits({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }));
  assert.ok(fits({ a: [1, { b: 2 }] }, { a: [1, { b: 2, c: 3 }] }));
  assert.ok(!fits({ a: [1] }, { a: [1, 2] }), 'a list is whole');
  assert.ok(!fits({ a: 1 }, { a: '1' }));
  assert.ok(!fits({ a: { b: null } }, { a: {} }));
  assert.ok(!fits({ a: {} }, { a: null }));
  assert.ok(!fits({ toString: {} }, {}));
});
