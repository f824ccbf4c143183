// What a telephone leaves of a sound: 8 kHz, mu-law (ITU-T G.711), and back to 16 kHz.

import { resample } from './resample.ts';

const BIAS = 132;
const CLIP = 32_635;

export function throughTelephone(pcm16k: Int16Array): Int16Array {
  const narrow = resample(pcm16k, 16_000, 8_000).map((sample) => decode(encode(sample)));
  return resample(narrow, 8_000, 16_000);
}

function encode(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15);
}

function decode(code: number): number {
  const exponent = (code >> 4) & 7;
  const magnitude = ((((code & 15) << 3) + BIAS) << exponent) - BIAS;
  return code & 0x80 ? -magnitude : magnitude;
}
