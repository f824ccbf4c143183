// Smart Turn's front end: the last 8 s at zero mean and unit variance, silence on the LEFT, then mel bands like Whisper's with both
// edges reflected. Equal to Pipecat's to every printed digit.

import { createComplex, fft400 } from '../spectrogram/fft400.ts';
import {
  bandCount,
  binCount,
  frameSamples,
  hann,
  hopSamples,
  logBandEnergy,
  splitPower,
} from '../spectrogram/mel-bands.ts';

const SAMPLES = 128_000;
export const frameCount = 800;

const pair = createComplex();
const powers = [new Float64Array(binCount), new Float64Array(binCount)] as const;

/** `pcm`: 16 kHz mono; more than 8 s loses its beginning. Gives 80 rows of 800 values. */
export function smartTurnFeatures(pcm: Int16Array): Float32Array {
  const { sound, padding } = normalised(pcm);
  const out = new Float32Array(bandCount * frameCount);
  // Frames wholly inside the padding are alike: one pair is computed for all. The first two reflect and are alike as well.
  const alike = Math.max(0, Math.floor((padding - frameSamples / 2) / hopSamples)) & ~1;
  const first = alike > 4 ? alike - 2 : 0;
  let peak = -Infinity;
  for (let frame = first; frame < frameCount; frame += 2) {
    powerOfTwoFrames(sound, frame);
    for (const [half, power] of powers.entries()) {
      for (let band = 0; band < bandCount; band++) {
        const value = logBandEnergy(power, band);
        out[band * frameCount + frame + half] = value;
        if (value > peak) peak = value;
      }
    }
  }
  for (let band = 0; band < bandCount; band++) {
    const row = band * frameCount;
    out.fill(out[row + first]!, row, row + first);
  }
  for (let i = 0; i < out.length; i++) out[i] = (Math.max(out[i]!, peak - 8) + 4) / 4;
  return out;
}

/** Mean and variance are those of the padded 8 s. */
function normalised(pcm: Int16Array): { sound: Float32Array; padding: number } {
  const heard = pcm.subarray(Math.max(0, pcm.length - SAMPLES));
  const padding = SAMPLES - heard.length;
  const sound = new Float32Array(SAMPLES);
  let mean = 0;
  for (let i = 0; i < heard.length; i++) mean += sound[padding + i] = heard[i]! / 32_768;
  mean /= SAMPLES;
  let variance = padding * mean * mean;
  for (let i = padding; i < SAMPLES; i++) variance += (sound[i]! - mean) ** 2;
  const deviation = Math.sqrt(variance / SAMPLES + 1e-7);
  for (let i = 0; i < SAMPLES; i++) sound[i] = (sound[i]! - mean) / deviation;
  return { sound, padding };
}

function powerOfTwoFrames(sound: Float32Array, frame: number): void {
  for (const [half, row] of [pair.re, pair.im].entries()) {
    const start = (frame + half) * hopSamples - frameSamples / 2;
    for (let i = 0; i < frameSamples; i++) row[i] = sound[reflected(start + i)]! * hann[i]!;
  }
  splitPower(fft400(pair), powers[0], powers[1]);
}

function reflected(index: number): number {
  if (index < 0) return -index;
  return index >= SAMPLES ? 2 * SAMPLES - 2 - index : index;
}
