// What the vectors of a chunk's sentences say together.

import type { PackedVectors } from '../vector-bytes.ts';

export type Sentences = PackedVectors;

/** Sentences of one mean vector: those of a chunk of the usual size and some more. */
const MAX_IN_MEAN = 24;
/** How much the chunk as a whole, its best sentence and its best two neighbours count: tuned on `test/knowledge`. */
const SHARES = { mean: 0.2, one: 0.4, two: 0.4 };

/** Of length 1: one for a chunk of the usual size, more for a longer one, of like numbers of sentences each. */
export function meanVectors({ dimensions, scales, values }: Sentences): Float32Array[] {
  const count = Math.ceil(scales.length / MAX_IN_MEAN);
  return Array.from({ length: count }, (_, part) => {
    const sum = new Float32Array(dimensions);
    const end = Math.floor(((part + 1) * scales.length) / count);
    for (let s = Math.floor((part * scales.length) / count); s < end; s++) {
      const scale = scales[s] as number;
      for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] as number) + scale * (values[s * dimensions + i] as number);
    }
    const length = Math.hypot(...sum) || 1;
    return sum.map((value) => value / length);
  });
}

/** `mean`: the cosine of the question and the best mean vector. */
export function cosineOfSentences(question: Float32Array, sentences: Sentences, mean: number): number {
  let one = -1;
  let two = -1;
  let before: number | null = null;
  for (let s = 0; s < sentences.scales.length; s++) {
    const cosine = cosineOf(question, sentences, s);
    one = Math.max(one, cosine);
    if (before !== null) two = Math.max(two, (before + cosine) / 2);
    before = cosine;
  }
  // A sentence alone is its own neighbour.
  if (sentences.scales.length === 1) two = one;
  return SHARES.mean * mean + SHARES.one * one + SHARES.two * two;
}

function cosineOf(question: Float32Array, { dimensions, scales, values }: Sentences, sentence: number): number {
  const from = sentence * dimensions;
  let sum = 0;
  for (let i = 0; i < dimensions; i++) sum += (question[i] as number) * (values[from + i] as number);
  return sum * (scales[sentence] as number);
}
