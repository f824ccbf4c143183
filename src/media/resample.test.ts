import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createResampler, resample } from './resample.ts';

const rates = [8000, 16000, 22050, 24000, 48000];

function tone(hz: number, rateHz: number, seconds: number, level = 16000): Int16Array {
  return Int16Array.from({ length: rateHz * seconds }, (_, i) =>
    Math.round(level * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  );
}

/** Energy of the best-fitting sine of `hz`, and of the rest, of the middle of a signal. */
function split(pcm: Int16Array, hz: number, rateHz: number): { signal: number; rest: number } {
  const middle = pcm.subarray(Math.floor(pcm.length / 4), Math.floor((3 * pcm.length) / 4));
  let s = 0;
  let c = 0;
  middle.forEach((value, i) => {
    s += value * Math.sin((2 * Math.PI * hz * i) / rateHz);
    c += value * Math.cos((2 * Math.PI * hz * i) / rateHz);
  });
  s *= 2 / middle.length;
  c *= 2 / middle.length;
  let rest = 0;
  middle.forEach((value, i) => {
    rest +=
      (value - s * Math.sin((2 * Math.PI * hz * i) / rateHz) - c * Math.cos((2 * Math.PI * hz * i) / rateHz)) ** 2;
  });
  return { signal: (s * s + c * c) / 2, rest: rest / middle.length };
}

test('a tone survives every change of rate with more than 60 dB and its own level', () => {
  for (const from of rates) {
    for (const to of rates) {
      if (from === to) continue;
      const { signal, rest } = split(resample(tone(1000, from, 1), from, to), 1000, to);
      const snr = 10 * Math.log10(signal / rest);
      assert.ok(snr > 60, `${from} -> ${to}: ${snr.toFixed(1)} dB`);
      assert.ok(Math.abs(Math.sqrt(2 * signal) - 16000) < 160, `${from} -> ${to}: level ${Math.sqrt(2 * signal)}`);
    }
  }
});

test('what the lower rate cannot carry does not come back as another tone', () => {
  for (const [from, to, hz] of [
    [48000, 8000, 5000],
    [24000, 16000, 9500],
    [16000, 8000, 6000],
    [22050, 16000, 9500],
  ] as const) {
    const out = resample(tone(hz, from, 1), from, to);
    const left = out.subarray(200).reduce((sum, value) => sum + value * value, 0) / out.length;
    const dB = 10 * Math.log10(left / (16000 ** 2 / 2) + 1e-12);
    assert.ok(dB < -55, `${hz} Hz from ${from} to ${to}: ${dB.toFixed(1)} dB`);
  }
});

test('pieces of any length give the same as the whole', () => {
  const sound = tone(700, 22050, 0.5);
  const whole = resample(sound, 22050, 24000);
  const resampler = createResampler(22050, 24000);
  const pieces: number[] = [];
  for (let at = 0, size = 1; at < sound.length; at += size, size = (size * 7 + 3) % 997) {
    pieces.push(...resampler.process(sound.subarray(at, at + size)));
    if (size === 0) size = 1;
  }
  assert.deepEqual(Int16Array.from(pieces), whole);
});
