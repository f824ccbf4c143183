// Tones as sources, and how much of one is in a sound.

import { encodeWav } from '../../../src/media/index.ts';

export function tonePcm(hz: number, seconds: number, rateHz = 8000): Int16Array {
  return Int16Array.from({ length: seconds * rateHz }, (_, at) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * hz * at) / rateHz)),
  );
}

export const toneWav = (hz: number, seconds: number, rateHz = 8000): Uint8Array =>
  encodeWav(tonePcm(hz, seconds, rateHz), rateHz);

/** Amplitude of one tone in a sound (Goertzel), 0 to 32767. */
export function toneLevel(pcm: Int16Array, rateHz: number, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rateHz);
  let one = 0;
  let two = 0;
  for (const sample of pcm) [one, two] = [sample + turn * one - two, one];
  return (2 * Math.sqrt(Math.max(0, one * one + two * two - turn * one * two))) / pcm.length;
}
