import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReorderBuffer } from './reorder-buffer.ts';

function collect(first: number, maxHoldMs?: number) {
  const released: (number | null)[] = [];
  const buffer = createReorderBuffer<Uint8Array>({
    holdMs: 60,
    maxConceal: 3,
    maxHoldMs,
    release: (payload) => released.push(payload ? payload[0]! : null),
  });
  const push = (offset: number, nowMs: number) => buffer.push((first + offset) & 0xffff, Uint8Array.of(offset), nowMs);
  return { released, buffer, push };
}

test('packets in order pass at once, also over the wrap of the number', () => {
  const { released, push } = collect(65534);
  for (let i = 0; i < 5; i++) push(i, i * 20);
  assert.deepEqual(released, [0, 1, 2, 3, 4]);
});

test('a packet that was overtaken is waited for and put in its place', () => {
  const { released, push, buffer } = collect(10);
  push(0, 0);
  push(2, 40);
  buffer.tick(45);
  assert.deepEqual(released, [0]);
  push(1, 50);
  assert.deepEqual(released, [0, 1, 2]);
  assert.equal(buffer.dump().reordered, 1);
});

test('a lost packet is concealed when the wait is over; coming after that it is too late', () => {
  const { released, push, buffer } = collect(10);
  push(0, 0);
  push(2, 40);
  push(3, 60);
  buffer.tick(99);
  assert.deepEqual(released, [0]);
  buffer.tick(100);
  assert.deepEqual(released, [0, null, 2, 3]);
  push(1, 110);
  assert.deepEqual(released, [0, null, 2, 3]);
  assert.deepEqual(buffer.dump(), {
    received: 4,
    late: 1,
    duplicate: 0,
    reordered: 2,
    lost: 1,
    waiting: 0,
    holdMs: 60,
  });
});

test('a long hole is concealed only at its beginning', () => {
  const { released, push, buffer } = collect(10);
  push(0, 0);
  push(20, 400);
  buffer.tick(460);
  assert.deepEqual(released, [0, null, null, null, 20]);
});

test('a stream that starts anew elsewhere is taken as it comes', () => {
  const { released, push } = collect(10);
  push(0, 0);
  push(5000, 20);
  push(5001, 40);
  assert.deepEqual(released, [0, 5000 & 0xff, 5001 & 0xff]);
});

test('a packet that comes twice is taken once', () => {
  const { released, push, buffer } = collect(10);
  push(0, 0);
  push(0, 1);
  push(2, 40);
  push(2, 41);
  push(1, 42);
  push(1, 43);
  assert.deepEqual(released, [0, 1, 2]);
  assert.equal(buffer.dump().duplicate, 3);
  assert.equal(buffer.dump().late, 0);
});

test('the wait grows with packets that come late, no further than it may, and shrinks in calm', () => {
  const { push, buffer } = collect(10, 200);
  push(0, 0);
  push(2, 40);
  buffer.tick(100);
  push(1, 150);
  assert.equal(buffer.dump().holdMs, 115);
  push(4, 200);
  buffer.tick(400);
  push(3, 900);
  assert.equal(buffer.dump().holdMs, 200);
  for (let nowMs = 900; nowMs < 200_000; nowMs += 1000) buffer.tick(nowMs);
  assert.equal(buffer.dump().holdMs, 60);
});
