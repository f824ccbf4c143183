import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNewcomers } from './newcomers.ts';

function scene() {
  const cut: string[] = [];
  const late = new Map<string, () => void>();
  let timing = '';
  const timers = {
    after(_ms: number, run: () => void) {
      const name = timing;
      late.set(name, run);
      return () => void late.delete(name);
    },
  };
  const limits = { strangerMs: 10_000, strangersPerSource: 2, strangersTotal: 3 };
  const newcomers = createNewcomers(limits, timers);
  const come = (name: string, address: string, key = name) => {
    timing = name;
    return newcomers.admit(key, address, () => cut.push(name));
  };
  return { cut, late, newcomers, come };
}

test('one source holds a few, and when there are too many in all the longest known makes room', () => {
  const { cut, newcomers, come } = scene();
  for (const name of ['a', 'b']) assert.ok(come(name, '192.0.2.1'));
  assert.equal(come('c', '192.0.2.1'), null);
  newcomers.trust('a');
  assert.ok(come('d', '192.0.2.1'), 'who was trusted does not count');
  assert.ok(come('e', '192.0.2.2'));
  assert.deepEqual(cut, []);
  assert.ok(come('f', '192.0.2.3'));
  assert.deepEqual(cut, ['b']);
});

test('the end of a connection does not make its successor at the same far end a trusted one', () => {
  const { cut, late, come } = scene();
  const former = come('former', '192.0.2.1', 'one end');
  come('later', '192.0.2.1', 'one end');
  assert.deepEqual(cut, ['former']);
  former?.();
  assert.deepEqual([...late.keys()], ['later']);
  late.get('later')?.();
  assert.deepEqual(cut, ['former', 'later']);
});
