// The far end's keys from its sound, where it sends no telephone events: energies of the eight tones by Goertzel's algorithm over 20 ms, with
// the tests that keep voices from dialling (levels, twist, second harmonics, purity; after ITU-T Q.24).

import { dtmfColumnsHz, dtmfKey, dtmfRowsHz } from '../codec/dtmf.ts';

export interface ToneDigitsIn {
  /** Sound in order, any length. */
  sound(pcm: Int16Array, rateHz: number): void;
}

const blockMs = 20;
/** A key is one that two blocks in a row agree on; it has ended after two without it. */
const blocksToBegin = 2;
const blocksToEnd = 2;
/** About -36 dBFS of mean square for the whole. */
const leastMeanSquare = 500 ** 2;
/** The two tones hold so much of all energy. */
const leastPurity = 0.75;
/** Difference of the two tones, as energies: 8 dB with the higher one stronger, 9 dB with the lower one. */
const mostTwist = 10 ** 0.9;
/** Best tone of a group against the others of the group. */
const leastLead = 6;

export function createToneDigitsIn(onDigit: (digit: string, durationMs: number) => void): ToneDigitsIn {
  let block = new Int16Array(0);
  let filled = 0;
  let key: string | null = null;
  let seen = 0;
  let missed = 0;
  let pressed = false;

  function judge(found: string | null): void {
    if (found !== null && found === key) {
      seen += 1 + missed;
      missed = 0;
      pressed ||= seen >= blocksToBegin;
    } else if (pressed && ++missed < blocksToEnd) return;
    else {
      if (pressed) onDigit(key!, seen * blockMs);
      key = found;
      seen = found === null ? 0 : 1;
      missed = 0;
      pressed = false;
    }
  }

  return {
    sound(pcm, rateHz) {
      const length = (rateHz * blockMs) / 1000;
      if (block.length !== length) {
        block = new Int16Array(length);
        filled = 0;
      }
      for (let done = 0; done < pcm.length;) {
        const take = Math.min(pcm.length - done, length - filled);
        block.set(pcm.subarray(done, done + take), filled);
        filled += take;
        done += take;
        if (filled < length) return;
        filled = 0;
        judge(keyIn(block, rateHz));
      }
    },
  };
}

/** The key whose tones are this sound, or null. */
function keyIn(block: Int16Array, rateHz: number): string | null {
  let total = 0;
  for (let i = 0; i < block.length; i++) total += block[i]! * block[i]!;
  total /= block.length;
  if (total < leastMeanSquare) return null;
  const row = strongest(block, rateHz, dtmfRowsHz);
  const column = strongest(block, rateHz, dtmfColumnsHz);
  if (!row || !column) return null;
  if (row.energy > column.energy * mostTwist || column.energy > row.energy * mostTwist) return null;
  return row.energy + column.energy >= total * leastPurity ? dtmfKey(row.index, column.index) : null;
}

function strongest(
  block: Int16Array,
  rateHz: number,
  tones: readonly number[],
): { index: number; energy: number } | null {
  const energies = tones.map((hz) => goertzel(block, rateHz, hz));
  const energy = Math.max(...energies);
  const index = energies.indexOf(energy);
  return energies.every((other, i) => i === index || energy >= other * leastLead) ? { index, energy } : null;
}

/** Mean square of the part of a sound that lies at one frequency. */
function goertzel(block: Int16Array, rateHz: number, hz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hz) / rateHz);
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < block.length; i++) {
    const s0 = block[i]! + factor * s1 - s2;
    s2 = s1;
    s1 = s0;
  }
  return (2 * (s1 * s1 + s2 * s2 - factor * s1 * s2)) / (block.length * block.length);
}
