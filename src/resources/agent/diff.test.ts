import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diff } from './diff.ts';

test('equal documents differ in nothing, whatever the order of their keys', () => {
  assert.deepEqual(diff({ a: 1, b: [{ x: 1, y: 2 }] }, { b: [{ y: 2, x: 1 }], a: 1 }, 'd'), []);
});

test('fields are added, removed and changed, null among their values', () => {
  assert.deepEqual(diff({ gone: 1, nulled: 1, same: null }, { nulled: null, same: null, fresh: 2 }, 'd'), [
    { path: 'd.gone', kind: 'removed', before: 1 },
    { path: 'd.nulled', kind: 'changed', before: 1, after: null },
    { path: 'd.fresh', kind: 'added', after: 2 },
  ]);
});

test('items with a name are the same item at another place', () => {
  const before = { nodes: [{ id: 'a' }, { id: 'b', text: 'old' }, { id: 'c' }] };
  const after = { nodes: [{ id: 'new' }, { id: 'b', text: 'fresh' }, { id: 'a' }] };
  assert.deepEqual(diff(before, after, 'd'), [
    { path: 'd.nodes', kind: 'changed', before: ['a', 'b'], after: ['b', 'a'] },
    { path: 'd.nodes["b"].text', kind: 'changed', before: 'old', after: 'fresh' },
    { path: 'd.nodes["c"]', kind: 'removed', before: { id: 'c' } },
    { path: 'd.nodes["new"]', kind: 'added', after: { id: 'new' } },
  ]);
});

test('what was put in front moves nobody', () => {
  assert.deepEqual(diff([{ name: 'b' }], [{ name: 'a' }, { name: 'b' }], 'tools'), [
    { path: 'tools["a"]', kind: 'added', after: { name: 'a' } },
  ]);
});

test('words are told apart by themselves', () => {
  assert.deepEqual(diff(['a', 'b'], ['b', 'c'], 'words'), [
    { path: 'words["a"]', kind: 'removed', before: 'a' },
    { path: 'words["c"]', kind: 'added', after: 'c' },
  ]);
});

test('lists whose items share a name, or have none, are compared as a whole', () => {
  const twice = [{ id: 'e' }, { id: 'e' }];
  assert.deepEqual(diff(twice, [{ id: 'e' }], 'edges'), [
    { path: 'edges', kind: 'changed', before: twice, after: [{ id: 'e' }] },
  ]);
  assert.deepEqual(diff(twice, structuredClone(twice), 'edges'), []);
  assert.deepEqual(diff([1, 2], [2, 1], 'n'), [{ path: 'n', kind: 'changed', before: [1, 2], after: [2, 1] }]);
});

test('a field whose kind changed is one change, odd names stand in brackets', () => {
  assert.deepEqual(diff({ 'a b': [1] }, { 'a b': { x: 1 } }, 'd'), [
    { path: 'd["a b"]', kind: 'changed', before: [1], after: { x: 1 } },
  ]);
});
