// G.711: mu-law and A-law, both ways, by table (ITU-T G.711).

const muDecode = new Int16Array(256);
const aDecode = new Int16Array(256);
for (let code = 0; code < 256; code++) {
  muDecode[code] = expandMu(code);
  aDecode[code] = expandA(code);
}
const muEncode = invert(compressMu);
const aEncode = invert(compressA);

/** Mu-law bytes to pcm16, sample for sample. */
export function decodePcmu(bytes: Uint8Array): Int16Array {
  return mapThrough(muDecode, bytes);
}

/** A-law bytes to pcm16, sample for sample. */
export function decodePcma(bytes: Uint8Array): Int16Array {
  return mapThrough(aDecode, bytes);
}

/** Pcm16 to mu-law bytes, sample for sample: in `into`, where it has just that length, else in a new array. */
export function encodePcmu(pcm: Int16Array, into?: Uint8Array): Uint8Array {
  return compress(muEncode, pcm, into);
}

/** The same in A-law. */
export function encodePcma(pcm: Int16Array, into?: Uint8Array): Uint8Array {
  return compress(aEncode, pcm, into);
}

function mapThrough(table: Int16Array, bytes: Uint8Array): Int16Array {
  const pcm = new Int16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) pcm[i] = table[bytes[i]!]!;
  return pcm;
}

function compress(table: Uint8Array, pcm: Int16Array, into: Uint8Array | undefined): Uint8Array {
  const bytes = into?.length === pcm.length ? into : new Uint8Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) bytes[i] = table[pcm[i]! & 0xffff]!;
  return bytes;
}

function invert(encode: (sample: number) => number): Uint8Array {
  const table = new Uint8Array(65536);
  for (let i = 0; i < table.length; i++) table[i] = encode((i << 16) >> 16);
  return table;
}

function expandMu(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

function compressMu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(sample < 0 ? -sample : sample, 32635) + 0x84;
  const exponent = 31 - Math.clz32(magnitude >> 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function expandA(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits & 0x70) >> 4;
  let magnitude = ((bits & 0x0f) << 4) + 8;
  if (exponent > 0) magnitude = (magnitude + 0x100) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

function compressA(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32767) >> 4;
  const exponent = magnitude < 16 ? 0 : 28 - Math.clz32(magnitude);
  const mantissa = (exponent <= 1 ? magnitude : magnitude >> (exponent - 1)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}
