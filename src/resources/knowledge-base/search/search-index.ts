// One knowledge base in memory, looked up in two steps. First all chunks, by the mean of their sentences' vectors: those side by side are read in
// milliseconds. Then the best of them sentence by sentence.

import { createDot, PAGE_BYTES } from './dot.ts';
import type { Found, IndexedChunk, SearchQuestion } from './protocol.ts';
import { cosineOfSentences, meanVectors, type Sentences } from './sentence-vectors.ts';
import { wordsOf } from './words.ts';

/** At most this is added to a cosine for words in common. More hurts: measured on questions that say it in other words. */
export const MAX_BONUS = 0.05;
/** What a chunk that only the second question finds is put back by. */
const SECOND_QUESTION_COST = 0.03;
/** More chunks than this cannot profit from the bonus. */
const MAX_CANDIDATES = 400;
/** Chunks that are looked at sentence by sentence. */
const MAX_FINALISTS = 64;
/** BM25, as everybody has it. */
const K1 = 1.2;
const B = 0.75;

/** `dot.wasm` reads 16 floats at a time. */
const STEP_FLOATS = 16;

interface Entry {
  chunk: Omit<IndexedChunk, 'vectors'>;
  sentences: Sentences;
  words: Uint32Array;
  /** How often each occurs. */
  counts: Uint8Array;
  length: number;
}

export interface SearchIndex {
  /** Throws when a vector is of another size, or when there is no memory left. */
  add(chunks: readonly IndexedChunk[]): void;
  /** Best first. */
  search(question: SearchQuestion): Found[];
  /** What it takes in memory, nearly. */
  readonly bytes: number;
}

/** `dimensions`: floats of a vector. */
export function createSearchIndex(dimensions: number): SearchIndex {
  const { dot, memory } = createDot();
  const stride = Math.ceil(dimensions / STEP_FLOATS) * STEP_FLOATS;
  const vectorsAt = 2 * stride;
  const entries: Entry[] = [];
  const documentCounts = new Map<number, number>();
  let owners = new Uint32Array(1024);
  let windows = 0;
  let allWords = 0;
  let textBytes = 0;

  /** Room for so many floats from the start of the memory. */
  function floats(count: number): Float32Array {
    const missing = count * 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new Float32Array(memory.buffer);
  }

  function addChunk({ vectors, ...chunk }: IndexedChunk): void {
    if (vectors.scales.length === 0) return;
    if (vectors.dimensions !== dimensions)
      throw new Error(`expected vectors of ${dimensions} numbers, got ${vectors.dimensions} numbers`);
    const means = meanVectors(vectors);
    const room = floats(vectorsAt + (windows + means.length) * stride);
    for (const [i, mean] of means.entries()) {
      const at = vectorsAt + (windows + i) * stride;
      room.fill(0, at + dimensions, at + stride);
      room.set(mean, at);
    }
    while (owners.length < windows + means.length) owners = doubled(owners);
    owners.fill(entries.length, windows, windows + means.length);
    windows += means.length;
    addWords(chunk, vectors);
  }

  function addWords(chunk: Entry['chunk'], sentences: Sentences): void {
    const all = wordsOf(`${chunk.heading} ${chunk.text}`);
    const counts = new Map<number, number>();
    for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of counts.keys()) documentCounts.set(word, (documentCounts.get(word) ?? 0) + 1);
    entries.push({
      chunk,
      sentences,
      words: Uint32Array.from(counts.keys()),
      counts: Uint8Array.from(counts.values(), (count) => Math.min(255, count)),
      length: all.length,
    });
    allWords += all.length;
    textBytes += 2 * chunk.text.length + 5 * counts.size + sentences.values.length + 4 * sentences.scales.length + 600;
  }

  /** Of each chunk's best mean vector, with each question. */
  function cosines(vectors: readonly Float32Array[]): Float32Array[] {
    const resultsAt = vectorsAt + windows * stride;
    const room = floats(resultsAt + 2 * windows);
    room.fill(0, 0, vectorsAt);
    const asked = vectors.slice(0, 2);
    for (const [i, vector] of asked.entries()) room.set(vector, i * stride);
    const run = asked.length === 2 ? dot.two : dot.one;
    run(0, vectorsAt * 4, windows, stride * 4, resultsAt * 4);
    return asked.map((_, q) => {
      const best = new Float32Array(entries.length).fill(-2);
      for (let w = 0; w < windows; w++) {
        const owner = owners[w] as number;
        best[owner] = Math.max(best[owner] as number, room[resultsAt + q * windows + w] as number);
      }
      return best;
    });
  }

  function bm25(entry: Entry, asked: ReadonlySet<number>): number {
    const average = allWords / entries.length;
    let sum = 0;
    for (let i = 0; i < entry.words.length; i++) {
      const word = entry.words[i] as number;
      if (!asked.has(word)) continue;
      const count = entry.counts[i] as number;
      const among = documentCounts.get(word) ?? 1;
      const rarity = Math.log(1 + (entries.length - among + 0.5) / (among + 0.5));
      sum += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * entry.length) / average));
    }
    return sum;
  }

  return {
    add(chunks) {
      for (const chunk of chunks) addChunk(chunk);
    },
    search({ vectors, text, topK }) {
      if (entries.length === 0) return [];
      const means = cosines(vectors);
      const best = bestOf(means);
      const candidates = candidatesOf(best, Math.max(topK, MAX_FINALISTS));
      const asked = new Set(wordsOf(text));
      const scores = candidates.map((i) => bm25(entries[i] as Entry, asked));
      const highest = Math.max(...scores) || 1;
      const ranked = candidates.map((i, k) => ({ i, bonus: (MAX_BONUS * (scores[k] as number)) / highest }));
      ranked.sort((a, b) => (best[b.i] as number) + b.bonus - ((best[a.i] as number) + a.bonus));
      const found = ranked.slice(0, MAX_FINALISTS).map(({ i, bonus }) => {
        const { chunk, sentences } = entries[i] as Entry;
        const each = vectors
          .slice(0, 2)
          .map(
            (vector, q) => cosineOfSentences(vector, sentences, (means[q] as Float32Array)[i] as number) - costOf(q),
          );
        return { ...chunk, cosine: Math.max(...each), bonus };
      });
      return firstOfEach(found.sort((a, b) => b.cosine + b.bonus - (a.cosine + a.bonus))).slice(0, topK);
    },
    get bytes() {
      return memory.buffer.byteLength + owners.byteLength + textBytes + 60 * documentCounts.size;
    },
  };
}

/** What the second question finds counts less. */
function costOf(question: number): number {
  return question === 0 ? 0 : SECOND_QUESTION_COST;
}

function bestOf([first, second]: readonly Float32Array[]): Float32Array {
  if (!first) return new Float32Array(0);
  return second ? first.map((cosine, i) => Math.max(cosine, (second[i] as number) - costOf(1))) : first;
}

/** All that the bonus can lift among the best `count`. */
function candidatesOf(best: Float32Array, count: number): number[] {
  const top: number[] = [];
  for (const cosine of best) {
    if (top.length === count && cosine <= (top[count - 1] as number)) continue;
    const at = top.findIndex((other) => cosine > other);
    top.splice(at === -1 ? top.length : at, 0, cosine);
    if (top.length > count) top.pop();
  }
  const least = (top.at(-1) ?? 0) - MAX_BONUS;
  const candidates: number[] = [];
  for (let i = 0; i < best.length; i++) if ((best[i] as number) >= least) candidates.push(i);
  if (candidates.length <= MAX_CANDIDATES) return candidates;
  return candidates.sort((a, b) => (best[b] as number) - (best[a] as number)).slice(0, MAX_CANDIDATES);
}

/** Pages of one site repeat each other. */
function firstOfEach(found: readonly Found[]): Found[] {
  const texts = new Set<string>();
  return found.filter(({ text }) => !texts.has(text) && texts.add(text));
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(array.length * 2);
  next.set(array);
  return next;
}
