// The 80 mel bands that Whisper and Smart Turn listen to: Slaney's filters for 16 kHz and 400-sample frames, as librosa's default.

import type { Complex } from './fft400.ts';

/** Samples of a frame, and from one frame to the next (25 and 10 ms). */
export const frameSamples = 400;
export const hopSamples = 160;
export const bandCount = 80;
/** Bins of the half spectrum, 40 Hz each. */
export const binCount = 201;

/** Periodic Hann window. */
export const hann = Float64Array.from(
  { length: frameSamples },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / frameSamples),
);

interface Filter {
  firstBin: number;
  weights: Float64Array;
}

const filters = createFilters();

function createFilters(): Filter[] {
  const toHz = (mel: number) => (mel < 15 ? (mel * 200) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27));
  const top = 15 + (27 * Math.log(8)) / Math.log(6.4);
  const edges = Array.from({ length: bandCount + 2 }, (_, i) => toHz((top * i) / (bandCount + 1)));
  return Array.from({ length: bandCount }, (_, band) => {
    const [low, middle, high] = edges.slice(band, band + 3) as [number, number, number];
    const weights: number[] = [];
    let firstBin = -1;
    for (let bin = 0; bin < binCount; bin++) {
      const hz = bin * 40;
      const height = Math.min((hz - low) / (middle - low), (high - hz) / (high - middle));
      if (height <= 0) continue;
      if (firstBin < 0) firstBin = bin;
      weights.push((height * 2) / (high - low));
    }
    return { firstBin, weights: Float64Array.from(weights) };
  });
}

/** log10 of a band's energy in a power spectrum, not below -10. */
export function logBandEnergy(power: Float64Array, band: number): number {
  const { firstBin, weights } = filters[band]!;
  let energy = 0;
  for (let i = 0; i < weights.length; i++) energy += weights[i]! * power[firstBin + i]!;
  return Math.log10(Math.max(energy, 1e-10));
}

/** Power spectra of the two real signals that rode as real and imaginary part in one transform. */
export function splitPower({ re, im }: Complex, a: Float64Array, b: Float64Array): void {
  for (let bin = 0; bin < binCount; bin++) {
    const mirror = (frameSamples - bin) % frameSamples;
    const aRe = (re[bin]! + re[mirror]!) / 2;
    const aIm = (im[bin]! - im[mirror]!) / 2;
    const bRe = (im[bin]! + im[mirror]!) / 2;
    const bIm = (re[mirror]! - re[bin]!) / 2;
    a[bin] = aRe * aRe + aIm * aIm;
    b[bin] = bRe * bRe + bIm * bIm;
  }
}
