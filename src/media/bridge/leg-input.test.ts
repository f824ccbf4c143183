import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegInput } from './leg-input.ts';

const rateHz = 16000;
const frameSamples = rateHz / 50;
const frameUs = 20_000;

interface Told {
  /** Media time of the end of a frame less when it came, µs: above 0 the line is ahead. */
  leadsUs: number[];
  samples: number;
  filledMs: number;
  droppedMs: number;
}

/** Frames of 20 ms, of which frame i comes `lateUs(i)` after its time and has this loudness; what the time line made of them. */
function arrive(frames: number, lateUs: (i: number) => number, loudness: (i: number) => number = () => 0): Told {
  const told: Told = { leadsUs: [], samples: 0, filledMs: 0, droppedMs: 0 };
  let now = 0;
  let end: number | null = null;
  const input = createLegInput({
    deliver(pcm, hz, at) {
      assert.ok(end === null || Math.abs(at - end) <= 1, `a hole or an overlap at ${at}, ${end}`);
      end = at + (pcm.length * 1e6) / hz;
      told.samples += pcm.length;
      told.leadsUs.push(Math.round(end - now));
    },
  });
  for (let i = 0; i < frames; i++) {
    now = Math.max(now, 1_000_000 + (i + 1) * frameUs + lateUs(i));
    input.tick(now);
    input.sound(new Int16Array(frameSamples).fill(loudness(i)), rateHz, now);
  }
  return Object.assign(told, input.dump());
}

test('a first packet that came late does not leave the line ahead of what arrives', () => {
  const { leadsUs, droppedMs } = arrive(200, (i) => (i === 0 ? 47_000 : 0));
  assert.equal(leadsUs[3], 47_000);
  assert.ok(leadsUs.at(-1)! <= 10_000, `${leadsUs.at(-1)}`);
  assert.equal(droppedMs * 1000, 47_000 - leadsUs.at(-1)!);
});

test('nothing is left out of sound, only of the silence that follows', () => {
  const spoken = 200;
  const late = (i: number) => (i === 0 ? 47_000 : 0);
  const speech = arrive(spoken, late, () => 4000);
  assert.equal(speech.droppedMs, 0);
  assert.equal(speech.samples, spoken * frameSamples);
  const after = arrive(spoken + 3, late, (i) => (i < spoken ? 4000 : 0));
  assert.ok(after.leadsUs.at(-1)! <= 10_000, `${after.leadsUs.at(-1)}`);
  assert.equal(after.droppedMs * 1000, 47_000 - after.leadsUs.at(-1)!);
});

test('a line that is not ahead loses nothing', () => {
  for (const late of [() => 0, (i: number) => (i % 3) * 2000, (i: number) => (i > 0 ? 30_000 : 0)]) {
    const { droppedMs, filledMs } = arrive(1000, late);
    assert.deepEqual({ droppedMs, filledMs }, { droppedMs: 0, filledMs: 0 });
  }
});

test('of a line with jitter the slowest packets stay in time: neither silence comes in nor is more left out than once', () => {
  // Each seventh packet is 100 ms late and holds up those behind it.
  const { filledMs, droppedMs, leadsUs } = arrive(2000, (i) => (i % 7 === 0 ? 100_000 : 0));
  assert.ok(filledMs <= 20, `${filledMs} ms came in`);
  assert.ok(droppedMs <= 100, `${droppedMs} ms were left out`);
  assert.ok(Math.min(...leadsUs.slice(200)) >= -45_000 - 5000, `${Math.min(...leadsUs.slice(200))}`);
});

test('a peer whose clock runs fast loses a little of its silence again and again, and the line stays where it is', () => {
  const fast = arrive(20_000, (i) => -i * 20);
  assert.ok(Math.max(...fast.leadsUs.slice(100)) <= 12_000, `${Math.max(...fast.leadsUs.slice(100))}`);
  assert.ok(Math.abs(fast.droppedMs - 400) <= 15, `${fast.droppedMs}`);
  assert.equal(fast.filledMs, 0);
});
