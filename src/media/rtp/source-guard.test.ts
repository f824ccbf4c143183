import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSourceGuard } from './source-guard.ts';

const said = { address: '192.0.2.1', port: 4000 };
const nat = { address: '198.51.100.7', port: 61_000 };
const thief = { address: '203.0.113.9', port: 5555 };

const placeOf = ({ target }: ReturnType<typeof createSourceGuard>) =>
  target && { address: target.address, port: target.port };

function setUp() {
  const guard = createSourceGuard();
  guard.negotiate(said);
  const next = new Map<number, number>();
  /** Packets of a stream, 20 ms apart from `fromMs`; how many are taken. */
  const send = (from: typeof said, count: number, fromMs: number, ssrc: number, proven = false) => {
    let taken = 0;
    for (let i = 0; i < count; i++) {
      const sequence = next.get(ssrc) ?? (ssrc * 977) & 0xffff;
      next.set(ssrc, (sequence + 1) & 0xffff);
      const header = { marker: false, payloadType: 0, sequence, timestamp: 0, ssrc };
      if (guard.accepts(header, from, proven, fromMs + i * 20)) taken++;
    }
    return taken;
  };
  return { guard, send };
}

test('the place that was said is believed at once, one behind NAT after a few packets, and answered there', () => {
  assert.equal(setUp().send(said, 5, 0, 1), 5);
  const { guard, send } = setUp();
  assert.deepEqual(placeOf(guard), said);
  assert.equal(send(nat, 10, 0, 1), 7);
  assert.deepEqual(placeOf(guard), nat);
});

test('nobody steals a call whose sound flows, not even with its stream number', () => {
  const { guard, send } = setUp();
  send(said, 50, 0, 1);
  for (let i = 0; i < 50; i++) {
    assert.equal(send(thief, 10, 1000 + i * 20, 99), 0);
    assert.equal(send(thief, 1, 1000 + i * 20, 1), 0);
    send(said, 1, 1000 + i * 20, 1);
  }
  assert.deepEqual(placeOf(guard), said);
  assert.ok(guard.strangers > 500);
});

test('a thief who was first gives way to the place that was said', () => {
  const { guard, send } = setUp();
  assert.ok(send(thief, 10, 0, 99) > 0);
  assert.equal(send(said, 10, 200, 1), 9);
  assert.deepEqual(placeOf(guard), said);
  assert.equal(send(thief, 90, 400, 99), 0);
});

test('the same stream may go on from a new port soon, another only after a long silence', () => {
  const { guard, send } = setUp();
  send(said, 50, 0, 1);
  assert.equal(send(nat, 10, 1100, 1), 6, 'the first four come within 200 ms of silence');
  assert.deepEqual(placeOf(guard), nat);
  const moved = setUp();
  moved.send(said, 50, 0, 1);
  assert.equal(moved.send(nat, 50, 1100, 2), 0);
  assert.ok(moved.send(nat, 10, 3100, 2) > 0);
});

test('a new description lets go of the old source; an authentic packet needs no other proof', () => {
  const { guard, send } = setUp();
  send(said, 10, 0, 1);
  guard.negotiate(said);
  assert.deepEqual(guard.source?.port, said.port);
  guard.negotiate(nat);
  assert.deepEqual(placeOf(guard), nat);
  assert.equal(send(nat, 3, 200, 5), 3);
  assert.equal(send(thief, 3, 260, 5, true), 3);
  assert.deepEqual(placeOf(guard), thief);
});
