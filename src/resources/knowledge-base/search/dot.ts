// The inner loop of the search and the memory that it works on.

import { readFileSync } from 'node:fs';

/** Dot products of questions with many vectors. Places and lengths are in bytes; `length`, of a vector, is a multiple of 64. */
export interface Dot {
  /** `count` results at `out`. */
  one(question: number, vectors: number, count: number, length: number, out: number): void;
  /** Two questions, one behind the other: `count` results of the first, then as many of the second. */
  two(question: number, vectors: number, count: number, length: number, out: number): void;
}

export interface DotMemory {
  readonly buffer: ArrayBuffer;
  /** By so many pages. Throws when there is no memory left. */
  grow(pages: number): number;
}

/** The part of node's WebAssembly that is used; its types come with a browser's only. */
interface Wasm {
  Memory: new (size: { initial: number }) => DotMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
}

export const PAGE_BYTES = 65_536;

const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
const module = new wasm.Module(readFileSync(new URL('dot.wasm', import.meta.url)));

/** A memory of its own for each. */
export function createDot(): { dot: Dot; memory: DotMemory } {
  const memory = new wasm.Memory({ initial: 1 });
  return { dot: new wasm.Instance(module, { search: { memory } }).exports as Dot, memory };
}
