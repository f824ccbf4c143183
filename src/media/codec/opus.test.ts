import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createOpusDecoder, createOpusEncoder, opusEncodeRateHz } from './opus.ts';

const frames = Array.from({ length: 200 }, (_, frame) =>
  Int16Array.from({ length: 480 }, (_, i) =>
    Math.round(9000 * Math.sin((2 * Math.PI * 600 * (480 * frame + i)) / opusEncodeRateHz)),
  ),
);

test('threads that decode at the same time do not hear each other', async (context) => {
  const encoder = createOpusEncoder();
  const packets = frames.map((frame) => encoder.encode(frame));
  const decodeAll = () => {
    const decoder = createOpusDecoder(opusEncodeRateHz);
    return packets.map((packet) => decoder.decode(packet).slice());
  };
  const alone = decodeAll();
  const busy = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.module).then(({ createOpusDecoder, createOpusEncoder }) => {
      const encoder = createOpusEncoder();
      const packet = encoder.encode(new Int16Array(480).map((_, i) => (i % 80 < 40 ? 9000 : -9000)));
      const decoder = createOpusDecoder(24000);
      parentPort.postMessage('decoding');
      for (;;) decoder.decode(packet);
    });`,
    { eval: true, workerData: { module: new URL('./opus.ts', import.meta.url).href } },
  );
  context.after(() => busy.terminate());
  await once(busy, 'message');
  for (let round = 0; round < 10; round++) assert.deepEqual(decodeAll(), alone);
});

test('what is no packet of Opus is refused, and the next one is heard', () => {
  const decoder = createOpusDecoder();
  assert.throws(() => decoder.decode(new Uint8Array([0xff, 0xff, 0xff])));
  assert.throws(() => decoder.decode(new Uint8Array(100_000)));
  assert.equal(decoder.decode(createOpusEncoder().encode(frames[0]!)).length, 320);
});
