// Reads one member out of a Python wheel, which is a zip file. (APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12, 4.3.16)

import { open, type FileHandle } from 'node:fs/promises';
import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;

/** The member's bytes, unpacked. `close()` when done. Throws when the file is no zip or has no such member. */
export async function openWheelMember(
  wheel: string,
  member: string,
): Promise<{ stream: Readable; close(): Promise<void> }> {
  const file = await open(wheel);
  try {
    const entry = await findEntry(file, member);
    const local = await read(file, entry.offset, LOCAL_HEADER_BYTES);
    const start = entry.offset + LOCAL_HEADER_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
    const unpack: Transform = entry.method === 0 ? new PassThrough() : createInflateRaw();
    const packed = file.createReadStream({
      start,
      end: start + entry.packedBytes - 1,
      autoClose: false,
      highWaterMark: 1 << 20,
    });
    packed.on('error', (error) => unpack.destroy(error));
    return { stream: packed.pipe(unpack), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Entry {
  /** 0 = stored, 8 = deflate. */
  method: number;
  packedBytes: number;
  /** Of the local header. */
  offset: number;
}

async function findEntry(file: FileHandle, member: string): Promise<Entry> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('not a whole zip file');
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    if (directory.toString('utf8', at + 46, at + 46 + nameBytes) === member) {
      const method = directory.readUInt16LE(at + 10);
      if (method !== 0 && method !== 8) throw new Error(`${member} is packed by method ${method}`);
      return { method, packedBytes: directory.readUInt32LE(at + 20), offset: directory.readUInt32LE(at + 42) };
    }
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw new Error(`has no ${member}`);
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw new Error('zip file ends early');
  return buffer;
}
