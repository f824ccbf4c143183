import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { decodePcmu, encodePcmu } from '../codec/g711.ts';
import { decodeWav } from '../wav.ts';
import { createBeepTap } from './beep-tap.ts';
import { SourceRates } from './source-rates.ts';

/** Seconds at which a beep was found, of sound in frames of 20 ms. */
function beepsIn(pcm: Int16Array, rateHz: number): number[] {
  const found: number[] = [];
  const tap = createBeepTap('tap-1', (edge) => found.push(Math.round(edge / 1e5) / 10));
  const frame = rateHz / 50;
  const rates = new SourceRates();
  for (let at = 0; at + frame <= pcm.length; at += frame)
    tap.frame(pcm.subarray(at, at + frame), rateHz, (at / rateHz) * 1e6, rates);
  return found;
}

const RATE_HZ = 8000;
const quiet = (seconds: number): number[] => Array.from({ length: seconds * RATE_HZ }, () => 0);
const tone = (seconds: number, ...hz: number[]): number[] =>
  Array.from({ length: seconds * RATE_HZ }, (_, i) =>
    hz.reduce((sum, each) => sum + (6000 / hz.length) * Math.sin((2 * Math.PI * each * i) / RATE_HZ), 0),
  );
const sound = (...parts: number[][]): Int16Array => Int16Array.from(parts.flat());
/** As a telephone carries it. */
const carried = (pcm: Int16Array): Int16Array => decodePcmu(encodePcmu(pcm));

test('a beep is found when it ends, whatever its pitch and length, through a telephone', () => {
  for (const hz of [550, 800, 1000, 1400, 2000])
    for (const seconds of [0.2, 0.5, 1.5]) {
      const pcm = carried(sound(quiet(1), tone(seconds, hz), quiet(1)));
      const [edge, ...more] = beepsIn(pcm, RATE_HZ);
      assert.ok(edge !== undefined && Math.abs(edge - 1 - seconds) <= 0.1, `${hz} Hz for ${seconds} s: ${edge}`);
      assert.deepEqual(more, []);
    }
});

test('keys, ringing, clicks, long tones, hum and silence are no beeps', () => {
  const cases: Record<string, number[]> = {
    'a key': tone(0.3, 770, 1336),
    ringing: tone(2, 440, 480),
    'ringing in Britain': tone(0.4, 400, 450),
    'ringing in Europe': tone(1, 425),
    busy: tone(0.5, 480, 620),
    click: tone(0.06, 1000),
    'a line that whistles': tone(4, 1000),
    hum: tone(1, 120),
    silence: quiet(1),
  };
  for (const [name, part] of Object.entries(cases))
    assert.deepEqual(beepsIn(carried(sound(quiet(0.5), part, quiet(0.5))), RATE_HZ), [], name);
});

test('speech is no beep', async () => {
  const { rateHz, channels } = decodeWav(await readFile(new URL('../../../examples/question.wav', import.meta.url)));
  assert.deepEqual(beepsIn(channels[0] as Int16Array, rateHz), []);
});
