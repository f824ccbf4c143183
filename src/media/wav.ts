// WAV files: the header, reading any common kind, and repair of a file whose writer died (RIFF WAVE, Multimedia Programming Interface 1.0).

import { open } from 'node:fs/promises';
import { decodePcma, decodePcmu } from './codec/g711.ts';

export const wavHeaderBytes = 44;

/** The 44 bytes before `dataBytes` of interleaved 16-bit samples. */
export function wavHeader(rateHz: number, channels: number, dataBytes: number): Uint8Array {
  const header = Buffer.alloc(wavHeaderBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** A whole file of interleaved 16-bit samples. */
export function encodeWav(pcm: Int16Array, rateHz: number, channels = 1): Uint8Array {
  const data = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  return Buffer.concat([wavHeader(rateHz, channels, data.byteLength), data]);
}

export interface WavSound {
  rateHz: number;
  /** One array a channel, equally long. */
  channels: Int16Array[];
}

/**
 * Reads PCM of 8, 16, 24 or 32 bits, 32-bit float and G.711, any rate, any number of channels; a data length that runs past the end is
 * cut.
 * Throws with what is wrong when it is no such file.
 */
export function decodeWav(bytes: Uint8Array): WavSound {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error('not a WAV file: it does not begin with RIFF and WAVE');
  }
  let format: { kind: number; channels: number; rateHz: number; bits: number } | undefined;
  for (let offset = 12; offset + 8 <= file.length;) {
    const id = file.toString('latin1', offset, offset + 4);
    const size = file.readUInt32LE(offset + 4);
    const body = offset + 8;
    if (id === 'fmt ' && size >= 16 && body + 16 <= file.length) format = readFormat(file, body, size);
    if (id === 'data') {
      if (!format) throw new Error('not a WAV file: sound comes before its format');
      return { rateHz: format.rateHz, channels: readSamples(file.subarray(body, body + size), format) };
    }
    offset = body + size + (size & 1);
  }
  throw new Error('this WAV file holds no sound');
}

function readFormat(file: Buffer, at: number, size: number) {
  const extensible = file.readUInt16LE(at) === 0xfffe && size >= 26 && at + 26 <= file.length;
  const kind = extensible ? file.readUInt16LE(at + 24) : file.readUInt16LE(at);
  const channels = file.readUInt16LE(at + 2);
  const bits = file.readUInt16LE(at + 14);
  const rateHz = file.readUInt32LE(at + 4);
  const known = bitsOfKind[kind]?.includes(bits) ?? false;
  if (!known) throw new Error(`WAV of kind ${kind} with ${bits} bits is not supported: use PCM, 32-bit float or G.711`);
  if (channels === 0 || rateHz === 0) throw new Error('this WAV file names no channels or no rate');
  return { kind, channels, rateHz, bits };
}

/** WAVE_FORMAT_PCM, _IEEE_FLOAT, _ALAW, _MULAW (RFC 2361). */
const bitsOfKind: Record<number, number[]> = { 1: [8, 16, 24, 32], 3: [32], 6: [8], 7: [8] };

function readSamples(data: Buffer, format: { kind: number; channels: number; bits: number }): Int16Array[] {
  if (format.kind === 6 || format.kind === 7) {
    const pcm = format.kind === 6 ? decodePcma(data) : decodePcmu(data);
    return readSamples(Buffer.from(pcm.buffer), { ...format, kind: 1, bits: 16 });
  }
  const width = format.bits / 8;
  const frames = Math.floor(data.length / (width * format.channels));
  return Array.from({ length: format.channels }, (_, channel) => {
    const pcm = new Int16Array(frames);
    for (let i = 0; i < frames; i++) pcm[i] = sampleAt(data, (i * format.channels + channel) * width, format);
    return pcm;
  });
}

function sampleAt(data: Buffer, at: number, format: { kind: number; bits: number }): number {
  if (format.kind === 3) return Math.round(Math.max(-1, Math.min(1, data.readFloatLE(at))) * 32767);
  if (format.bits === 8) return (data[at]! - 128) << 8;
  if (format.bits === 16) return data.readInt16LE(at);
  return data.readIntLE(at, format.bits / 8) >> (format.bits - 16);
}

/**
 * Makes the header of a 16-bit WAV file tell its true length; what a writer that died left half a frame is cut off.
 * Gives the number of samples per channel; 0 and nothing changed for a file that is no WAV.
 */
export async function repairWav(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(wavHeaderBytes);
    const { bytesRead } = await file.read(header, 0, wavHeaderBytes, 0);
    if (bytesRead < wavHeaderBytes || header.toString('latin1', 0, 4) !== 'RIFF') return 0;
    const channels = header.readUInt16LE(22);
    const frameBytes = channels * 2;
    if (frameBytes === 0) return 0;
    const frames = Math.floor((size - wavHeaderBytes) / frameBytes);
    const dataBytes = frames * frameBytes;
    if (size !== wavHeaderBytes + dataBytes) await file.truncate(wavHeaderBytes + dataBytes);
    await file.write(wavHeader(header.readUInt32LE(24), channels, dataBytes), 0, wavHeaderBytes, 0);
    await file.datasync();
    return frames;
  } finally {
    await file.close();
  }
}
