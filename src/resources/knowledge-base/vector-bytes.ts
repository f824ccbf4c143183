// Vectors as they are stored.

import { endianness } from 'node:os';

/** Float32, little endian. */
export function toBytes(vectors: Float32Array): Buffer {
  const bytes = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

/** The way back; the numbers are a copy. */
export function fromBytes(bytes: Buffer): Float32Array {
  const copy = new Uint8Array(bytes);
  if (endianness() !== 'LE') Buffer.from(copy.buffer).swap32();
  return new Float32Array(copy.buffer);
}
