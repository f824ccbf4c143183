import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dtmfSound } from '../codec/dtmf.ts';
import { createDigitsIn, digitNames } from './digits-in.ts';
import { createDigitsOut } from './digits-out.ts';
import { createToneDigitsIn } from './tone-digits-in.ts';

function setUp() {
  const heard: string[] = [];
  const digits = createDigitsIn((digit, durationMs) => heard.push(`${digit}/${durationMs}`));
  let sequence = 0;
  const event = (
    code: number,
    timestamp: number,
    duration: number,
    nowMs: number,
    more: { end?: true; marker?: true; volume?: number } = {},
  ) =>
    digits.packet(
      {
        marker: more.marker ?? false,
        payloadType: 101,
        sequence: sequence++,
        timestamp,
        ssrc: 1,
        payload: Uint8Array.of(code, (more.end ? 0x80 : 0) | (more.volume ?? 10), duration >> 8, duration & 0xff),
      },
      nowMs,
    );
  return { heard, digits, event };
}

test('a press is one digit, however often its packets and its end come', () => {
  const { heard, event } = setUp();
  for (let i = 0; i < 5; i++) event(5, 1000, 160 * (i + 1), i * 20, { marker: i === 0 || undefined });
  for (let i = 0; i < 3; i++) event(5, 1000, 960, 100 + i, { end: true });
  event(5, 1000, 480, 104);
  event(5, 1000, 960, 700, { end: true });
  assert.deepEqual(heard, ['5/120']);
});

test('the same key twice is two digits, also when the first end is lost', () => {
  const { heard, digits, event } = setUp();
  event(1, 1000, 400, 50, { marker: true });
  event(1, 3000, 400, 300, { marker: true });
  digits.tick(350);
  event(1, 3000, 800, 360, { end: true });
  assert.deepEqual(heard, ['1/50', '1/100']);
});

test('a press whose ends are all lost ends when nothing more comes; a late end does not repeat it', () => {
  const { heard, digits, event } = setUp();
  event(11, 1000, 400, 50);
  digits.tick(249);
  assert.deepEqual(heard, []);
  digits.tick(251);
  event(11, 1000, 800, 260, { end: true });
  assert.deepEqual(heard, ['#/50']);
});

test('a press longer than 16 bits can say is one digit', () => {
  const { heard, event } = setUp();
  event(9, 0, 0xff00, 8150);
  event(9, 0, 0xffff, 8191);
  event(9, 0xffff, 400, 8250);
  event(9, 0xffff, 800, 8300, { end: true });
  assert.deepEqual(heard, ['9/8292']);
});

test('packets out of order do not bring an old key back; a clock that starts anew does not silence keys for good', () => {
  const { heard, event } = setUp();
  event(1, 8000, 800, 100, { end: true });
  event(2, 16000, 800, 1100, { end: true });
  event(1, 8000, 800, 1110, { end: true });
  event(3, 50, 800, 9000, { end: true });
  event(4, 50, 800, 9600, { end: true, marker: true });
  assert.deepEqual(heard, ['1/100', '2/100', '3/100', '4/100']);
});

test('flash, echoes and broken payloads are no digits', () => {
  const { heard, digits, event } = setUp();
  event(16, 1, 800, 0, { end: true });
  event(1, 2, 800, 0, { end: true, volume: 60 });
  const header = { marker: false, payloadType: 101, sequence: 1, timestamp: 9, ssrc: 1 };
  for (const payload of [new Uint8Array(0), Uint8Array.of(1), Uint8Array.of(1, 0x80, 3)])
    digits.packet({ ...header, payload }, 10);
  assert.deepEqual(heard, []);
});

test('our keys are read by our ears, with the pause asked for between them, and told as sent once', () => {
  const { heard, digits } = setUp();
  let sent = 0;
  const out = createDigitsOut(() => sent++);
  out.add('19x#a', 100);
  const pattern: string[] = [];
  let timestamp = 0;
  for (let frame = 0; frame < 80; frame++) {
    const slot = out.next(true, 8000);
    pattern.push(slot ? 'e' : '.');
    if (slot?.as !== 'event') continue;
    if (slot.isFirst) timestamp = frame * 160;
    digits.packet(
      { marker: slot.isFirst, payloadType: 101, sequence: frame, timestamp, ssrc: 1, payload: slot.payload },
      frame * 20,
    );
  }
  assert.deepEqual(heard, ['1/120', '9/120', '#/120', 'A/120']);
  assert.equal(sent, 1);
  assert.match(pattern.join(''), /^(e{9}\.{5}){3}e{9}\.+$/);
  assert.equal(out.isBusy, false);
});

test('all keys are heard as tones, at both rates, among noise; voices and single tones dial nothing', () => {
  for (const rateHz of [8000, 16000]) {
    let heard = '';
    const tones = createToneDigitsIn((digit) => (heard += digit));
    for (const key of digitNames) {
      const sound = dtmfSound(key, 100, rateHz);
      for (let i = 0; i < sound.length; i++) sound[i]! += ((i * 7919) % 601) - 300;
      // Chunks as they come from the wire, not as the detector would like them.
      for (let at = 0; at < sound.length; at += 130) tones.sound(sound.subarray(at, at + 130), rateHz);
      tones.sound(new Int16Array(rateHz / 12), rateHz);
    }
    assert.equal(heard, digitNames);
    heard = '';
    const voice = (f0: number, i: number) =>
      [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, n) => sum + (6000 / n) * Math.sin((2 * Math.PI * f0 * n * i) / rateHz), 0);
    for (let f0 = 80; f0 < 400; f0 += 3)
      tones.sound(
        Int16Array.from({ length: rateHz / 10 }, (_, i) => voice(f0, i)),
        rateHz,
      );
    for (let hz = 300; hz < 3400; hz += 20)
      tones.sound(
        Int16Array.from({ length: rateHz / 20 }, (_, i) => 9000 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
        rateHz,
      );
    assert.equal(heard, '');
  }
});
