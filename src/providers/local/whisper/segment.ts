// The sound since the last final, as the ears keep it: from a little before speech began, on one time line.

import type { Us } from '../../../interfaces/clock.ts';

const RATE_HZ = 16_000;
const US_PER_SAMPLE = 1e6 / RATE_HZ;

export interface Segment {
  /** Sound in order; a hole in time becomes silence, an overlap is dropped. */
  write(pcm: Int16Array, at: Us): void;
  /** Forgets what lies before `time`. */
  dropBefore(time: Us): void;
  /** Copy of the sound from `from` up to `to`, as far as it is there. */
  cut(from: Us, to: Us): Int16Array;
  /** Media time of the first sample, and of the end; equal when empty. */
  readonly start: Us;
  readonly end: Us;
}

export function createSegment(): Segment {
  let samples = new Int16Array(RATE_HZ * 4);
  let length = 0;
  let start: Us = 0;
  const end = () => start + length * US_PER_SAMPLE;

  function reserve(count: number): void {
    if (length + count <= samples.length) return;
    const larger = new Int16Array(Math.max(samples.length * 2, length + count));
    larger.set(samples.subarray(0, length));
    samples = larger;
  }

  return {
    write(pcm, at) {
      if (length === 0) start = at;
      const offset = Math.round((at - start) / US_PER_SAMPLE);
      // Rounding of media time is no hole; more than a minute is a new time line.
      if (Math.abs(offset - length) > RATE_HZ * 60) {
        length = 0;
        start = at;
      }
      const hole = length === 0 ? 0 : offset - length;
      const silence = hole > 16 ? hole : 0;
      const overlap = hole < -16 ? Math.min(-hole, pcm.length) : 0;
      reserve(silence + pcm.length);
      samples.fill(0, length, length + silence);
      samples.set(pcm.subarray(overlap), length + silence);
      length += silence + pcm.length - overlap;
    },
    dropBefore(time) {
      const count = Math.min(length, Math.floor((time - start) / US_PER_SAMPLE));
      if (count <= 0) return;
      samples.copyWithin(0, count, length);
      length -= count;
      start += count * US_PER_SAMPLE;
    },
    cut(from, to) {
      const first = Math.max(0, Math.round((from - start) / US_PER_SAMPLE));
      const last = Math.min(length, Math.round((to - start) / US_PER_SAMPLE));
      return samples.slice(first, Math.max(first, last));
    },
    get start() {
      return start;
    },
    get end() {
      return end();
    },
  };
}

/** Media time of the quietest 100 ms between `from` and `to`: the place to cut a speech that is too long. */
export function quietestPlace(segment: Segment, from: Us, to: Us): Us {
  const pcm = segment.cut(from, to);
  const window = RATE_HZ / 10;
  let best = pcm.length;
  let least = Infinity;
  for (let at = 0; at + window <= pcm.length; at += window / 2) {
    let energy = 0;
    for (let i = at; i < at + window; i++) energy += pcm[i]! * pcm[i]!;
    if (energy >= least) continue;
    least = energy;
    best = at + window / 2;
  }
  return from + best * US_PER_SAMPLE;
}
