// The vectors of chunks, sentence by sentence.

import type { Embeddings } from '../../interfaces/embeddings.ts';
import { sentencesOf } from './sentences.ts';
import { packVectors, type PackedVectors } from './vector-bytes.ts';

export interface ChunkText {
  /** Headings above the text, joined by ` > `; may be empty. */
  heading: string;
  text: string;
}

/** For each chunk those of its sentences, in order; none for a blank one. Throws what `embeddings.passages` throws. */
export async function chunkVectors(
  embeddings: Pick<Embeddings, 'passages' | 'dimensions'>,
  chunks: readonly ChunkText[],
  signal: AbortSignal,
): Promise<PackedVectors[]> {
  const sentences = chunks.map(({ heading, text }) => sentencesOf(heading, text));
  const vectors = await embeddings.passages(sentences.flat(), signal);
  let from = 0;
  return sentences.map(({ length }) =>
    // A sentence that is too long for the model has several vectors, one without a word none.
    packVectors(joined(vectors.slice(from, (from += length))), embeddings.dimensions ?? 0),
  );
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    all.set(vector, at);
    at += vector.length;
  }
  return all;
}
