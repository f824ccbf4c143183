import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePcma, encodePcmu } from '../codec/g711.ts';
import { createG722Encoder } from '../codec/g722.ts';
import { meanOpinion } from './mean-opinion.ts';
import { createRtpIn } from './rtp-in.ts';
import type { RtpSession } from './rtp-protocol.ts';

const session: RtpSession = {
  remote: null,
  rtcp: null,
  send: { codec: 'pcmu', payloadType: 0 },
  receive: [
    { codec: 'pcmu', payloadType: 0 },
    { codec: 'pcma', payloadType: 8 },
    { codec: 'g722', payloadType: 9 },
  ],
  digits: { send: 101, receive: 101 },
  srtp: null,
  direction: { send: true, receive: true },
};

function setUp(more: Partial<RtpSession> = {}) {
  let nowMs = 1000;
  const heard: number[] = [];
  const digits: string[] = [];
  const input = createRtpIn({
    nowMs: () => nowMs,
    deliver: (pcm) => void heard.push(...pcm),
    onDigit: (digit) => digits.push(digit),
  });
  input.use({ ...session, ...more });
  const push = (sequence: number, payload: Uint8Array, payloadType = 0) =>
    input.push({
      marker: false,
      payloadType,
      sequence: sequence & 0xffff,
      timestamp: sequence * 160,
      ssrc: 1,
      payload,
    });
  const pass = (ms: number) => {
    for (const end = nowMs + ms; nowMs < end;) {
      nowMs += 5;
      input.tick(nowMs);
    }
  };
  return { input, heard, digits, push, pass };
}

const tone = (hz: number, samples: number, rateHz = 8000) =>
  Int16Array.from({ length: samples }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / rateHz));

/** Part of a sound's energy that lies at one frequency, 0..1, in pieces of 50 ms. */
function purity(sound: number[], hz: number, rateHz: number): number[] {
  const size = rateHz / 20;
  const parts: number[] = [];
  for (let at = 0; at + size <= sound.length; at += size) {
    let [re, im, total] = [0, 0, 1];
    for (let i = 0; i < size; i++) {
      const value = sound[at + i]!;
      re += value * Math.cos((2 * Math.PI * hz * i) / rateHz);
      im += value * Math.sin((2 * Math.PI * hz * i) / rateHz);
      total += value * value;
    }
    parts.push((2 * (re * re + im * im)) / size / total);
  }
  return parts;
}

test('packets of any length and codec are heard at once', () => {
  const { heard, push, input } = setUp();
  let sequence = 65_530;
  for (const ms of [10, 20, 30, 40, 60]) {
    push(sequence++, encodePcmu(tone(400, ms * 8)));
    push(sequence++, encodePcma(tone(400, ms * 8)), 8);
  }
  assert.equal(heard.length, 2 * 160 * 8);
  push(sequence++, createG722Encoder()(tone(400, 320, 16000)), 9);
  assert.equal(heard.length, 2 * 160 * 8 + 320);
  assert.equal(input.dump().codec, 'g722');
});

test('15 % of the packets lost: a tone goes on, and its pitch with it', () => {
  const { heard, push, pass, input } = setUp();
  const bytes = encodePcmu(tone(440, 160 * 500));
  let lost = 0;
  for (let i = 0; i < 500; i++) {
    // Evenly spread by a small generator, doubles among them.
    const isLost = i > 2 && (i * 7919) % 100 < 15;
    if (isLost) lost++;
    else push(i, bytes.subarray(i * 160, (i + 1) * 160));
    pass(20);
  }
  pass(200);
  assert.ok(lost >= 70, `${lost} lost`);
  assert.equal(heard.length, 500 * 160, 'each lost packet is replaced by as much sound');
  const parts = purity(heard, 440, 8000).sort((a, b) => a - b);
  assert.ok(parts[Math.floor(parts.length * 0.05)]! > 0.9, `5 % worst: ${parts[Math.floor(parts.length * 0.05)]}`);
  assert.equal(input.dump().lost, lost);
});

test('overtaken packets are put back and doubled ones dropped, with no more delay than the line needs', () => {
  const { heard, push, pass, input } = setUp();
  const sound = (value: number) => new Uint8Array(160).fill(value);
  push(0, sound(0x80));
  pass(20);
  push(2, sound(0x90));
  pass(10);
  push(1, sound(0x85));
  push(1, sound(0x85));
  assert.equal(heard.length, 480);
  assert.ok(heard[160]! > heard[320]! && heard[0]! > heard[160]!);
  // One that comes 60 ms late is lost, the next such is waited for.
  push(4, sound(0x80));
  pass(60);
  push(3, sound(0x80));
  assert.equal(input.dump().late, 1);
  push(6, sound(0x80));
  pass(60);
  push(5, sound(0x80));
  assert.equal(input.dump().late, 1);
  assert.equal(input.dump().duplicate, 1);
});

test('comfort noise and telephone events are no holes, and no sound', () => {
  const { heard, digits, push, pass } = setUp();
  push(0, new Uint8Array(160).fill(0x80));
  push(1, Uint8Array.of(60), 13);
  push(2, Uint8Array.of(7, 10, 1, 64), 101);
  push(3, Uint8Array.of(7, 0x8a, 3, 32), 101);
  push(4, new Uint8Array(0));
  pass(300);
  push(5, new Uint8Array(160).fill(0x80));
  pass(300);
  assert.equal(heard.length, 320);
  assert.deepEqual(digits, ['7']);
});

test('without telephone events keys are heard in the sound', async () => {
  const { dtmfSound } = await import('../codec/dtmf.ts');
  const keys = (more: Partial<RtpSession>) => {
    const { digits, push } = setUp(more);
    const sound = Int16Array.from([...dtmfSound('5', 120, 8000), ...new Int16Array(1600)]);
    for (let i = 0; i * 160 < sound.length; i++) push(i, encodePcmu(sound.subarray(i * 160, (i + 1) * 160)));
    return digits;
  };
  assert.deepEqual(keys({ digits: null }), ['5']);
  assert.deepEqual(keys({}), []);
});

test('G.722 keeps voices of both bands', async () => {
  const { createG722Decoder } = await import('../codec/g722.ts');
  for (const [hz, least] of [
    [300, 0.999],
    [3000, 0.999],
    [5000, 0.98],
    [6500, 0.98],
  ] as const) {
    const heard = createG722Decoder()(createG722Encoder()(tone(hz, 16000, 16000)));
    const [worst] = purity([...heard.subarray(3200)], hz, 16000).sort((a, b) => a - b);
    assert.ok(worst! > least, `${hz} Hz: ${worst}`);
  }
});

test('the estimate of quality is that of the E-model', () => {
  assert.equal(meanOpinion({ loss: 0, delayMs: 0 }), 4.41);
  assert.ok(meanOpinion({ loss: 0.02, delayMs: 100 }) < 4.3);
  assert.ok(meanOpinion({ loss: 0.15, delayMs: 200 }) < 2.9);
  assert.equal(meanOpinion({ loss: 1, delayMs: 3000 }), 1);
});
