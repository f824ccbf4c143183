import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacketMemory } from './packet-memory.ts';

test('packets that follow each other lie in different memory, which is used again later', () => {
  const memory = createPacketMemory();
  const pieces = Array.from({ length: 8 }, () => memory.next(160));
  assert.ok(pieces.every(({ length }) => length === 172));
  assert.equal(new Set(pieces.map(({ byteOffset }) => byteOffset)).size, 8);
  assert.equal(memory.next(160), pieces[0]);
});

test('another length does not touch what was handed out before', () => {
  const memory = createPacketMemory();
  const before = memory.next(160).fill(7);
  memory.next(4).fill(9);
  assert.ok(before.every((byte) => byte === 7));
});
