import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodePcma, encodePcmu } from './codec/g711.ts';
import { decodeWav, encodeWav, repairWav } from './wav.ts';

test('what was encoded is read again, channel by channel', () => {
  const sound = decodeWav(encodeWav(Int16Array.of(1, -2, 3, -4), 22050, 2));
  assert.deepEqual(sound, { rateHz: 22050, channels: [Int16Array.of(1, 3), Int16Array.of(-2, -4)] });
});

test('8, 24 and 32 bits, float and G.711 are read, and chunks between header and sound are passed over', () => {
  const cases: [number, number, Buffer][] = [
    [1, 8, Buffer.from([128, 255, 0])],
    [1, 24, Buffer.from([0, 0, 0, 0xff, 0xff, 0x7f, 0, 0, 0x80])],
    [1, 32, Buffer.from(Int32Array.of(0, 2 ** 31 - 1, -(2 ** 31)).buffer)],
    [3, 32, Buffer.from(Float32Array.of(0, 1, -1).buffer)],
    [6, 8, Buffer.from(encodePcma(Int16Array.of(0, 32767, -32768)))],
    [7, 8, Buffer.from(encodePcmu(Int16Array.of(0, 32767, -32768)))],
  ];
  for (const [kind, bits, data] of cases) {
    const format = Buffer.alloc(24);
    format.write('fmt ', 0);
    format.writeUInt32LE(16, 4);
    format.writeUInt16LE(kind, 8);
    format.writeUInt16LE(1, 10);
    format.writeUInt32LE(8000, 12);
    format.writeUInt16LE(bits, 22);
    const odd = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
    const head = Buffer.from('data\xff\xff\xff\x7f', 'latin1');
    const file = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), odd, format, head, data]);
    const [zero, high, low] = decodeWav(file).channels[0]!;
    assert.ok(Math.abs(zero!) <= 8);
    assert.ok(high! > 32000 && low! < -32000, `${kind}/${bits}: ${high} ${low}`);
  }
});

test('a file that is none is refused with words', () => {
  assert.throws(() => decodeWav(Buffer.from('ID3 this is an mp3')), /not a WAV file/);
  assert.throws(() => decodeWav(Buffer.alloc(0)), /not a WAV file/);
});

test('a header left behind by a dead writer is repaired from the length of the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-wav-'));
  const path = join(folder, 'a.wav');
  const whole = encodeWav(Int16Array.of(1, 2, 3, 4), 16000, 2);
  await writeFile(path, Buffer.concat([encodeWav(new Int16Array(0), 16000, 2), whole.subarray(44), Buffer.from([9])]));
  assert.equal(await repairWav(path), 2);
  assert.deepEqual(await readFile(path), Buffer.from(whole));
  await rm(folder, { recursive: true });
});
