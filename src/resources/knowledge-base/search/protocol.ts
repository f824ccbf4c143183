// What the search thread and its owner say to each other.

import type { PackedVectors } from '../vector-bytes.ts';

/** A chunk as it is looked up. */
export interface IndexedChunk {
  sourceId: string;
  heading: string;
  sourceName: string;
  sourceUrl: string | null;
  text: string;
  /** Of its sentences, in order. */
  vectors: PackedVectors;
}

export interface SearchQuestion {
  /** One or two, each of length 1. What the second finds is of less weight: it was asked with what was said before. */
  vectors: Float32Array[];
  /** Whose words earn the bonus. */
  text: string;
  /** Of each knowledge base. */
  topK: number;
}

export interface Found extends Omit<IndexedChunk, 'vectors'> {
  /** Of the chunk with the question: see search-index.ts. */
  cosine: number;
  /** For words in common; 0..MAX_BONUS. */
  bonus: number;
}

export type ToSearch =
  | { do: 'open'; index: number; dimensions: number }
  | { do: 'add'; id: number; index: number; chunks: IndexedChunk[] }
  | { do: 'search'; id: number; indexes: number[]; question: SearchQuestion }
  | { do: 'drop'; index: number };

export type FromSearch =
  /** `bytes`: what the index takes by now. */
  | { is: 'added'; id: number; bytes: number }
  /** For each index, best first. */
  | { is: 'found'; id: number; found: Found[][] }
  | { is: 'failed'; id: number; message: string };
