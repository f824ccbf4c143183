import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import type { WebSocket } from 'ws';
import { createFrameOrder } from './frame-order.ts';
import { MediaSocket } from './media-socket.ts';
import { readMediaFast } from './media-wire.ts';
import { telnyxWire } from './telnyx-wire.ts';
import { twilioWire } from './twilio-wire.ts';

/** A socket whose other side takes nothing. */
function stuckSocket(): WebSocket & { sent: string[]; wasTerminated: boolean } {
  const socket = Object.assign(new EventEmitter(), {
    sent: [] as string[],
    wasTerminated: false,
    bufferedAmount: 0,
    send(text: string) {
      socket.sent.push(text);
      socket.bufferedAmount += text.length;
    },
    terminate: () => (socket.wasTerminated = true),
    close() {},
  });
  return socket as unknown as WebSocket & { sent: string[]; wasTerminated: boolean };
}

test('who does not read what we say is let go, after some seconds of it', () => {
  const socket = stuckSocket();
  const gone: string[] = [];
  const media = new MediaSocket(socket, { wire: twilioWire, nowMs: () => 0, limits: { unsentMs: 1000 } });
  media.open({
    onStart() {},
    onSound() {},
    onDigit() {},
    onTrouble() {},
    onGone: (by, detail) => gone.push(`${by} ${detail}`),
  });
  const start = {
    event: 'start',
    streamSid: 'MZ1',
    start: { callSid: 'CA1', mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 } },
  };
  socket.emit('message', Buffer.from(JSON.stringify(start)), false);
  for (let i = 0; i < 200; i++) media.play([new Uint8Array(160)]);
  assert.ok(socket.sent.length >= 40 && socket.sent.length < 80, `${socket.sent.length} frames are held`);
  assert.ok(socket.wasTerminated);
  assert.deepEqual(gone, ['lost the other side does not read']);
});

test('the quick reading of sound gives what the whole reading gives, or leaves it to that', () => {
  const sound = Buffer.from(Array.from({ length: 160 }, (_, i) => (i * 7) & 255));
  const payload = sound.toString('base64');
  const twilio = {
    event: 'media',
    sequenceNumber: '4',
    media: { track: 'inbound', chunk: '2', timestamp: '5', payload },
    streamSid: 'MZ1',
  };
  const telnyx = {
    event: 'media',
    sequence_number: '4',
    media: { track: 'inbound', chunk: '2', timestamp: '5', payload },
    stream_id: 'x',
  };
  const heard = { is: 'media', sound, chunk: 2 };
  assert.deepEqual(readMediaFast(JSON.stringify(twilio)), heard);
  assert.deepEqual(readMediaFast(JSON.stringify(telnyx)), heard);
  const slow = [
    JSON.stringify(twilio, null, 1),
    JSON.stringify({ media: twilio.media, event: 'media' }),
    JSON.stringify(twilio).replaceAll('/', String.raw`\/`),
    JSON.stringify({ ...twilio, note: 'a "payload":"AAAA" in a text' }),
  ];
  for (const text of slow) {
    if (text.includes('\\')) assert.equal(readMediaFast(text), null);
    assert.deepEqual(twilioWire.read(Buffer.from(text)), heard, text.slice(0, 80));
    assert.deepEqual(telnyxWire.read(Buffer.from(text)), heard);
  }
  const ours = JSON.stringify({ ...twilio, media: { ...twilio.media, track: 'outbound' } });
  assert.deepEqual(twilioWire.read(Buffer.from(ours)), { is: 'other' });
});

test('whatever the bytes, reading does not throw', () => {
  const good = Buffer.from(
    '{"event":"media","media":{"track":"inbound","chunk":"2","payload":"AAAA"},"streamSid":"MZ1"}',
  );
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let i = 0; i < 5000; i++) {
    const bytes = Buffer.from(good);
    for (let n = random(4); n >= 0; n--) bytes[random(bytes.length)] = random(256);
    const message = bytes.subarray(0, random(bytes.length + 1));
    for (const wire of [twilioWire, telnyxWire]) assert.ok(wire.read(message).is);
  }
});

test('fields of any type are read without throwing', () => {
  // Neither a text nor a number can be made of it.
  const odd = { toString: 1, valueOf: 1 };
  const messages = [
    { event: 'media', media: { payload: 'AAAA', chunk: odd } },
    { event: 'start', streamSid: 'MZ1', start: { callSid: 'CA1', mediaFormat: { encoding: odd, sampleRate: odd } } },
    {
      event: 'start',
      stream_id: 'x',
      start: { call_control_id: 'v3', media_format: { encoding: odd, channels: odd } },
    },
    { event: 'error', payload: { code: odd, title: odd, detail: 'gone' } },
  ];
  for (const message of messages)
    for (const wire of [twilioWire, telnyxWire]) assert.ok(wire.read(Buffer.from(JSON.stringify(message))).is);
});

test('the reason of a refusal fits into a close frame, whatever the other side wrote', () => {
  const reasons: string[] = [];
  const socket = Object.assign(stuckSocket(), { close: (_code: number, reason: string) => reasons.push(reason) });
  const media = new MediaSocket(socket, { wire: twilioWire, nowMs: () => 0 });
  media.open({ onStart() {}, onSound() {}, onDigit() {}, onTrouble() {}, onGone() {} });
  const mediaFormat = { encoding: '\u{1F4DE}'.repeat(40), sampleRate: 8000, channels: 1 };
  const start = { event: 'start', streamSid: 'MZ1', start: { callSid: 'CA1', mediaFormat } };
  socket.emit('message', Buffer.from(JSON.stringify(start)), false);
  assert.equal(reasons.length, 1);
  assert.ok(Buffer.byteLength(reasons[0]!) <= 123, `${Buffer.byteLength(reasons[0]!)} bytes`);
});

test('frames come out in their order, late and repeated ones are left out, and a hole is given up', () => {
  const order = createFrameOrder(3);
  const frame = (n: number): Uint8Array => Uint8Array.of(n);
  const take = (n: number): number[] => order.take(n, frame(n)).map(([value]) => value!);
  assert.deepEqual(take(1), [1]);
  assert.deepEqual(take(3), []);
  assert.deepEqual(take(3), []);
  assert.deepEqual(take(2), [2, 3]);
  assert.deepEqual(take(1), []);
  assert.deepEqual([take(5), take(6), take(7), take(8)], [[], [], [], [5, 6, 7, 8]]);
  assert.deepEqual(take(9), [9]);
  assert.equal(order.dropped, 2);
});
