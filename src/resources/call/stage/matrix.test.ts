import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatrix, routesOf, type Cast } from './matrix.ts';

const pairs = (change: Partial<Cast>): string[] =>
  routesOf({ caller: 'caller', scene: { is: 'talk' }, speaker: 'agent', listeners: [], ...change })
    .map(({ from, to }) => `${from}>${to}`)
    .sort();
const hold = { is: 'hold', party: 'party', early: false } as const;

test('who hears whom in each scene', () => {
  assert.deepEqual(pairs({}), ['agent>caller']);
  assert.deepEqual(pairs({ speaker: 'boss', listeners: ['boss'] }), ['boss>caller', 'caller>boss']);
  assert.deepEqual(pairs({ speaker: null }), []);
  assert.deepEqual(pairs({ scene: { ...hold, party: null } }), ['music>caller']);
  assert.deepEqual(pairs({ scene: hold }), ['music>caller', 'transferAgent>party']);
  assert.deepEqual(pairs({ scene: { ...hold, early: true } }), ['party>caller', 'transferAgent>party']);
  assert.deepEqual(pairs({ scene: { is: 'joined', party: 'party' } }), [
    'caller>party',
    'music>caller',
    'music>party',
    'party>caller',
    'transferAgent>caller',
    'transferAgent>party',
  ]);
});

test('who listens hears everybody but the music, and nobody hears him', () => {
  const listeners = ['ear'];
  assert.deepEqual(
    pairs({ scene: hold, listeners }).filter((pair) => pair.includes('ear')),
    ['caller>ear', 'party>ear', 'transferAgent>ear'],
  );
  assert.deepEqual(
    pairs({ scene: { is: 'joined', party: 'party' }, listeners }).filter((pair) => pair.includes('ear')),
    ['caller>ear', 'party>ear', 'transferAgent>ear'],
  );
});

test('a caller on hold is heard by nobody but those who listen', () => {
  assert.ok(pairs({ scene: hold }).every((pair) => !pair.startsWith('caller>')));
});

test('listeners and scenes change each without the other', () => {
  let routes: string[] = [];
  const bridge = {
    routes: (given: { from: string; to: string }[]) => void (routes = given.map(({ from, to }) => `${from}>${to}`)),
  };
  const matrix = createMatrix({ bridge, caller: 'caller' });
  matrix.set({ scene: hold });
  matrix.set({ listeners: ['ear'] });
  assert.ok(routes.includes('music>caller') && routes.includes('party>ear'));
  matrix.set({ scene: { is: 'talk' } });
  assert.deepEqual(routes.sort(), ['agent>caller', 'agent>ear', 'caller>ear']);
});
