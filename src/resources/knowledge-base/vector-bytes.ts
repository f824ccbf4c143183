// Vectors as they are stored: each number in one byte. What is lost by that is far below what tells passages apart.

/** Of one length; a number of each is `values[i] * scales[vector]`. */
export interface PackedVectors {
  dimensions: number;
  scales: Float32Array;
  /** One vector after the other. */
  values: Int8Array;
}

const HEAD_BYTES = 4;
const SCALE_BYTES = 4;

/** `vectors`: one after the other. Empty when there is none. Throws for a length that is no multiple of `dimensions`. */
export function packVectors(vectors: Float32Array, dimensions: number): PackedVectors {
  const count = vectors.length === 0 ? 0 : vectors.length / dimensions;
  if (!Number.isInteger(count))
    throw new Error(`expected vectors of ${dimensions} numbers, got ${vectors.length} numbers`);
  const packed = { dimensions, scales: new Float32Array(count), values: new Int8Array(vectors.length) };
  for (let v = 0; v < count; v++) {
    let largest = 0;
    for (let i = v * dimensions; i < (v + 1) * dimensions; i++)
      largest = Math.max(largest, Math.abs(vectors[i] as number));
    const scale = largest / 127 || 1;
    packed.scales[v] = scale;
    for (let i = v * dimensions; i < (v + 1) * dimensions; i++)
      packed.values[i] = Math.round((vectors[i] as number) / scale);
  }
  return packed;
}

/** Dimensions (u32), then for each vector its scale (f32) and its numbers (i8); little endian. Empty without vectors. */
export function toBytes({ dimensions, scales, values }: PackedVectors): Buffer {
  if (scales.length === 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(HEAD_BYTES + scales.length * (SCALE_BYTES + dimensions));
  bytes.writeUInt32LE(dimensions);
  for (const [v, scale] of scales.entries()) {
    const at = HEAD_BYTES + v * (SCALE_BYTES + dimensions);
    bytes.writeFloatLE(scale, at);
    bytes.set(new Uint8Array(values.buffer, values.byteOffset + v * dimensions, dimensions), at + SCALE_BYTES);
  }
  return bytes;
}

/** The way back; the numbers are a copy. Throws for what `toBytes` did not make. */
export function fromBytes(bytes: Buffer): PackedVectors {
  if (bytes.length === 0) return { dimensions: 0, scales: new Float32Array(0), values: new Int8Array(0) };
  const dimensions = bytes.readUInt32LE();
  const count = (bytes.length - HEAD_BYTES) / (SCALE_BYTES + dimensions);
  if (!Number.isInteger(count)) throw new Error('these bytes are no vectors');
  const packed = { dimensions, scales: new Float32Array(count), values: new Int8Array(count * dimensions) };
  for (let v = 0; v < count; v++) {
    const at = HEAD_BYTES + v * (SCALE_BYTES + dimensions);
    packed.scales[v] = bytes.readFloatLE(at);
    packed.values.set(new Int8Array(bytes.buffer, bytes.byteOffset + at + SCALE_BYTES, dimensions), v * dimensions);
  }
  return packed;
}
