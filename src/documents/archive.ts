// Zip archives, as office documents and books are: opened from memory, unpacked up to a limit whatever they say of themselves.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { inflateRawSync } from 'node:zlib';
import { DocumentError } from '../interfaces/document-reader.ts';

export interface Archive {
  /** In the archive's order. */
  names: string[];
  /** Undefined when there is no such entry. Throws DocumentError when everything that was unpacked is beyond the limit. */
  read(name: string): Buffer | undefined;
}

interface Entry {
  flags: number;
  method: number;
  packedBytes: number;
  offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_ENTRIES = 20_000;
/** Unpacked, all together. The largest upload is 50 MB, and text seldom packs better than 1:8. */
const MAX_UNPACKED_BYTES = 300 * 1024 * 1024;

const BROKEN = 'the file is damaged: it is no whole archive';

/** Throws DocumentError for what is no archive. Archives beyond 4 GB are none here. */
export function openArchive(bytes: Buffer): Archive {
  const entries = readEntries(bytes);
  let leftBytes = MAX_UNPACKED_BYTES;

  function read(name: string): Buffer | undefined {
    const entry = entries.get(name);
    if (!entry) return undefined;
    if (entry.flags & 1) throw new DocumentError('the file is protected by a password');
    const packed = contentOf(bytes, entry);
    const content = entry.method === 0 ? packed : unpack(packed, entry.method, leftBytes);
    leftBytes -= content.length;
    if (leftBytes < 0) throw tooLarge();
    return content;
  }

  return { names: [...entries.keys()], read };
}

/** For parsers that unpack by themselves: after it nothing in the archive is larger than it may be. */
export function checkArchive(bytes: Buffer): void {
  const archive = openArchive(bytes);
  for (const name of archive.names) archive.read(name);
}

function readEntries(bytes: Buffer): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END) throw new DocumentError(BROKEN);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new DocumentError(`the archive has ${count} entries, at most ${MAX_ENTRIES} are read`);
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw new DocumentError(BROKEN);
    const nameBytes = bytes.readUInt16LE(at + 28);
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameBytes), {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packedBytes: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(bytes: Buffer, { offset, packedBytes }: Entry): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw new DocumentError(BROKEN);
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packedBytes > bytes.length) throw new DocumentError(BROKEN);
  return bytes.subarray(start, start + packedBytes);
}

function unpack(packed: Buffer, method: number, maxBytes: number): Buffer {
  if (method !== 8) throw new DocumentError('the archive is packed in a way that cannot be read');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new DocumentError(BROKEN, { cause: error });
  }
}

function tooLarge(): DocumentError {
  return new DocumentError(
    `unpacked it is larger than ${MAX_UNPACKED_BYTES / 1024 / 1024} MB, which is more than can be read`,
  );
}
