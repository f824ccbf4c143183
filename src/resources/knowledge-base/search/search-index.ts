// One knowledge base in memory: the vectors of all windows side by side, and the words of each chunk.

import { createDot, PAGE_BYTES } from './dot.ts';
import type { Found, IndexedChunk, SearchQuestion } from './protocol.ts';
import { wordsOf } from './words.ts';

/** At most this is added to a cosine for words in common. More hurts: measured on questions that say it in other words. */
export const MAX_BONUS = 0.05;
/** What a chunk that only the second question finds is put back by. */
const SECOND_QUESTION_COST = 0.03;
/** More chunks than this cannot profit from the bonus. */
const MAX_CANDIDATES = 400;
/** Copies of a chunk that may stand among the best; each is given once. */
const SPARE = 8;
/** BM25, as everybody has it. */
const K1 = 1.2;
const B = 0.75;

/** `dot.wasm` reads 16 floats at a time. */
const STEP_FLOATS = 16;

interface Entry {
  chunk: Omit<IndexedChunk, 'vectors'>;
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
    if (vectors.length % dimensions !== 0)
      throw new Error(`expected vectors of ${dimensions} numbers, got ${vectors.length} numbers`);
    const count = vectors.length / dimensions;
    if (count === 0) return;
    const room = floats(vectorsAt + (windows + count) * stride);
    for (let i = 0; i < count; i++) {
      const at = vectorsAt + (windows + i) * stride;
      room.fill(0, at + dimensions, at + stride);
      room.set(vectors.subarray(i * dimensions, (i + 1) * dimensions), at);
    }
    while (owners.length < windows + count) owners = doubled(owners);
    owners.fill(entries.length, windows, windows + count);
    windows += count;
    addWords(chunk);
  }

  function addWords(chunk: Entry['chunk']): void {
    const all = wordsOf(`${chunk.heading} ${chunk.text}`);
    const counts = new Map<number, number>();
    for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of counts.keys()) documentCounts.set(word, (documentCounts.get(word) ?? 0) + 1);
    entries.push({
      chunk,
      words: Uint32Array.from(counts.keys()),
      counts: Uint8Array.from(counts.values(), (count) => Math.min(255, count)),
      length: all.length,
    });
    allWords += all.length;
    textBytes += 2 * chunk.text.length + 5 * counts.size + 400;
  }

  /** Of each chunk's best window. */
  function cosines(vectors: readonly Float32Array[]): Float32Array {
    const resultsAt = vectorsAt + windows * stride;
    const room = floats(resultsAt + 2 * windows);
    room.fill(0, 0, vectorsAt);
    const asked = vectors.slice(0, 2);
    for (const [i, vector] of asked.entries()) room.set(vector, i * stride);
    const run = asked.length === 2 ? dot.two : dot.one;
    run(0, vectorsAt * 4, windows, stride * 4, resultsAt * 4);
    const best = new Float32Array(entries.length).fill(-2);
    for (let w = 0; w < windows; w++) {
      let cosine = room[resultsAt + w] as number;
      if (asked.length === 2)
        cosine = Math.max(cosine, (room[resultsAt + windows + w] as number) - SECOND_QUESTION_COST);
      const owner = owners[w] as number;
      if (cosine > (best[owner] as number)) best[owner] = cosine;
    }
    return best;
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
      const best = cosines(vectors);
      const candidates = candidatesOf(best, topK + SPARE);
      const asked = new Set(wordsOf(text));
      const scores = candidates.map((i) => bm25(entries[i] as Entry, asked));
      const highest = Math.max(...scores) || 1;
      const found = candidates.map((i, k) => ({
        ...(entries[i] as Entry).chunk,
        cosine: best[i] as number,
        bonus: (MAX_BONUS * (scores[k] as number)) / highest,
      }));
      return firstOfEach(found.sort((a, b) => b.cosine + b.bonus - (a.cosine + a.bonus))).slice(0, topK);
    },
    get bytes() {
      return memory.buffer.byteLength + owners.byteLength + textBytes + 60 * documentCounts.size;
    },
  };
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
