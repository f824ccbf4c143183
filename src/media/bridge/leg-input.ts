// Places the sound of one leg on the bridge's time line as it arrives: no playout delay, holes become silence, and a peer whose clock runs
// fast loses a little of its silence.

import type { Us } from '../../interfaces/clock.ts';

export interface LegInputOptions {
  /** The time line in order and without holes; `at`: media time of the first sample. */
  deliver(pcm: Int16Array, rateHz: number, at: Us): void;
}

export interface LegInput {
  sound(pcm: Int16Array, rateHz: number, now: Us): void;
  /** Fills with silence what did not come. */
  tick(now: Us): void;
  /** Media time of the last packet; null before the first. */
  readonly lastPacketAt: Us | null;
  dump(): { filledMs: number; droppedMs: number };
}

/** So late may sound be before silence takes its place. */
const toleranceUs = 80_000;
const fillUs = 20_000;
/** Ahead of time by this much, quiet frames are left out; by `maxLeadUs`, any frame. */
const leadUs = 60_000;
const maxLeadUs = 600_000;
/** About -50 dBFS. */
const quietRms = 100;

export function createLegInput(options: LegInputOptions): LegInput {
  let rateHz = 16000;
  let cursor: Us | null = null;
  let lastPacketAt: Us | null = null;
  const counts = { filledMs: 0, droppedMs: 0 };

  function fillUpTo(end: Us): void {
    while (cursor !== null && cursor + fillUs <= end) {
      options.deliver(new Int16Array((rateHz * fillUs) / 1e6), rateHz, cursor);
      cursor += fillUs;
      counts.filledMs += fillUs / 1000;
    }
  }

  return {
    sound(pcm, hz, now) {
      rateHz = hz;
      lastPacketAt = now;
      const lengthUs = (pcm.length * 1e6) / hz;
      cursor ??= Math.max(0, now - lengthUs);
      if (now - lengthUs - cursor > toleranceUs) fillUpTo(now - lengthUs);
      const lead = cursor + lengthUs - now;
      if (lead > maxLeadUs || (lead > leadUs && rms(pcm) < quietRms)) {
        counts.droppedMs += lengthUs / 1000;
        return;
      }
      options.deliver(pcm, hz, Math.round(cursor));
      cursor += lengthUs;
    },
    tick(now) {
      if (cursor !== null && now - cursor > toleranceUs + fillUs) fillUpTo(now - toleranceUs);
    },
    get lastPacketAt() {
      return lastPacketAt;
    },
    dump: () => ({ ...counts }),
  };
}

/** Root mean square of a frame, 0..32768. */
export function rms(pcm: Int16Array): number {
  let sum = 0;
  for (let i = 0; i < pcm.length; i++) sum += pcm[i]! * pcm[i]!;
  return Math.sqrt(sum / Math.max(1, pcm.length));
}
