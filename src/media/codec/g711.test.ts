import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePcma, decodePcmu, encodePcma, encodePcmu } from './g711.ts';

const everyCode = Uint8Array.from({ length: 256 }, (_, i) => i);
const everySample = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);

test('known values of both laws', () => {
  assert.deepEqual([...decodePcmu(Uint8Array.of(0xff, 0x7f, 0x80, 0x00, 0xe7))], [0, 0, 32124, -32124, 260]);
  assert.deepEqual([...decodePcma(Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a))], [8, -8, 32256, -32256]);
  assert.deepEqual([...encodePcmu(Int16Array.of(0, 32767, -32768))], [0xff, 0x80, 0x00]);
  assert.deepEqual([...encodePcma(Int16Array.of(0, 32767, -32768))], [0xd5, 0xaa, 0x2a]);
});

test('a decoded code is encoded to a code of the same sound', () => {
  assert.deepEqual(decodePcmu(encodePcmu(decodePcmu(everyCode))), decodePcmu(everyCode));
  assert.deepEqual(encodePcma(decodePcma(everyCode)), everyCode);
});

test('no sample is off by more than half a step of its segment', () => {
  for (const [name, there, back] of [
    ['pcmu', encodePcmu, decodePcmu],
    ['pcma', encodePcma, decodePcma],
  ] as const) {
    const out = back(there(everySample));
    everySample.forEach((sample, i) => {
      const allowed = Math.max(8, Math.abs(sample) / 32 + 8) + (Math.abs(sample) > 32124 ? 650 : 0);
      assert.ok(Math.abs(out[i]! - sample) <= allowed, `${name}: ${sample} became ${out[i]}`);
    });
  }
});
