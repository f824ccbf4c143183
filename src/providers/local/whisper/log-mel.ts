// Whisper's front end: mel bands as in OpenAI's `log_mel_spectrogram` (log10, floor 8 below the peak, (x + 4) / 4).

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

const MAX_SAMPLES = 480_000;

export interface Spectrogram {
  /** 80 rows of `frames` values. */
  data: Float32Array;
  /** Even. */
  frames: number;
}

const pair = createComplex();
const powers = [new Float64Array(binCount), new Float64Array(binCount)] as const;

/** `pcm`: 16 kHz mono in -1..1; `padMs` of silence follow it. Cut at 30 s. Frames wholly in the padding cost nothing. */
export function logMel(pcm: Float32Array, padMs: number): Spectrogram {
  const samples = Math.min(pcm.length + padMs * 16, MAX_SAMPLES);
  const frames = Math.max(2, Math.floor(samples / hopSamples) & ~1);
  const data = new Float32Array(bandCount * frames).fill(-10);
  let peak = -10;
  for (let frame = 0; frame < frames && frame * hopSamples - frameSamples / 2 < pcm.length; frame += 2) {
    powerOfTwoFrames(pcm, frame);
    for (const [half, power] of powers.entries()) {
      for (let band = 0; band < bandCount; band++) {
        const value = logBandEnergy(power, band);
        data[band * frames + frame + half] = value;
        if (value > peak) peak = value;
      }
    }
  }
  for (let i = 0; i < data.length; i++) data[i] = (Math.max(data[i]!, peak - 8) + 4) / 4;
  return { data, frames };
}

/** The left edge is reflected, beyond the right lies silence. */
function powerOfTwoFrames(pcm: Float32Array, frame: number): void {
  for (const [half, row] of [pair.re, pair.im].entries()) {
    const start = (frame + half) * hopSamples - frameSamples / 2;
    for (let i = 0; i < frameSamples; i++) row[i] = (pcm[Math.abs(start + i)] ?? 0) * hann[i]!;
  }
  splitPower(fft400(pair), powers[0], powers[1]);
}

/** Bands from here on lie above 4.2 kHz, where a telephone carries nothing. */
const FIRST_HIGH_BAND = 60;
/** In the units of `Spectrogram` (4 = one factor of 10^4 … 0.25 a decade): the loudest high band lies this far below the peak. */
const NARROW_GAP = 0.9;

/** Did this sound come over a telephone? */
export function isNarrowband({ data, frames }: Spectrogram): boolean {
  let low = -Infinity;
  let high = -Infinity;
  const firstHigh = FIRST_HIGH_BAND * frames;
  for (let i = 0; i < data.length; i++) {
    if (i < firstHigh) low = Math.max(low, data[i]!);
    else high = Math.max(high, data[i]!);
  }
  return low - high > NARROW_GAP;
}
