import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcmuSession } from '../../../test/support/rtp-phone.ts';
import { mixFrameSamples } from '../bridge/media-time.ts';
import { readRtp } from './rtp-packet.ts';
import { createRtpOut } from './rtp-out.ts';

function setUp(packetMs: number) {
  let nowMs = 0;
  const sent: { atMs: number; timestamp: number; bytes: Uint8Array }[] = [];
  const output = createRtpOut({
    nowMs: () => nowMs,
    send: (packet) => sent.push({ atMs: nowMs, timestamp: readRtp(packet)!.timestamp, bytes: packet }),
    onDigitsSent() {},
  });
  output.use(pcmuSession(9, { packetMs }));
  return { output, sent, at: (ms: number) => (nowMs = ms) };
}

test('half a frame follows its other half 10 ms after that has left, not after it was made', () => {
  const { output, sent, at } = setUp(10);
  for (let ms = 0; ms < 40; ms += 5) {
    at(ms);
    output.tick(ms);
    if (ms % 20 === 0) output.play(new Int16Array(mixFrameSamples), ms / 20, 5);
  }
  assert.deepEqual(
    sent.map(({ atMs }) => atMs),
    [0, 15, 20, 35],
  );
  assert.ok(sent.every(({ timestamp }, i) => timestamp === (sent[0]!.timestamp + i * 80) >>> 0));
});
