// What a file is, by its first bytes. Names and types that senders give mean nothing.

import { open } from 'node:fs/promises';

/** Kinds that need nothing but their bytes; `zip`, `ole` and `der` are wrappers, `text` may be anything written. */
export type ContentKind =
  | 'pdf'
  | 'rtf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'heic'
  | 'mp3'
  | 'wav'
  | 'webm'
  | 'ogg'
  | 'm4a'
  | 'aac'
  | 'flac'
  | 'zip'
  | 'ole'
  | 'der'
  | 'text'
  | 'unknown';

/** Start and end of a file; of a short one both are all of it. */
export interface FileEnds {
  head: Buffer;
  tail: Buffer;
}

const END_BYTES = 64 * 1024;

export async function readEnds(path: string): Promise<FileEnds> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const part = async (position: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(END_BYTES, size)), 0, undefined, position);
      return buffer.subarray(0, bytesRead);
    };
    return { head: await part(0), tail: await part(Math.max(0, size - END_BYTES)) };
  } finally {
    await file.close();
  }
}

/** Bytes at an offset, as latin1 text, that tell a kind. A second pair must hold as well. */
const SIGNATURES: readonly (readonly [kind: ContentKind, ...at: (readonly [offset: number, bytes: string])[]])[] = [
  ['png', [0, '\x89PNG\r\n\x1a\n']],
  ['jpeg', [0, '\xff\xd8\xff']],
  ['gif', [0, 'GIF87a']],
  ['gif', [0, 'GIF89a']],
  ['webp', [0, 'RIFF'], [8, 'WEBP']],
  ['wav', [0, 'RIFF'], [8, 'WAVE']],
  ['bmp', [0, 'BM'], [6, '\0\0\0\0']],
  ['tiff', [0, 'II*\0']],
  ['tiff', [0, 'MM\0*']],
  ['rtf', [0, '{\\rtf']],
  ['ole', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  ['zip', [0, 'PK\x03\x04']],
  ['flac', [0, 'fLaC']],
  ['ogg', [0, 'OggS']],
  ['webm', [0, '\x1aE\xdf\xa3']],
  ['mp3', [0, 'ID3']],
  ['der', [0, '0\x80']],
  ['der', [0, '0\x82']],
  ['der', [0, '0\x83']],
];

export function contentKind(head: Buffer): ContentKind {
  const start = head.toString('latin1', 0, 64);
  const found = SIGNATURES.find(([, ...at]) => at.every(([offset, bytes]) => start.startsWith(bytes, offset)));
  if (found) return found[0];
  // Readers of PDF allow other bytes in front of it.
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  return boxKind(start) ?? frameKind(head) ?? (isText(head) ? 'text' : 'unknown');
}

/** ISO base media (ISO/IEC 14496-12): the brand behind `ftyp`. */
function boxKind(start: string): ContentKind | null {
  if (!start.startsWith('ftyp', 4)) return null;
  const brand = start.slice(8, 12);
  if (/^(heic|heix|hevc|hevx|mif1|msf1|heim|heis)$/.test(brand)) return 'heic';
  return /^(M4A |M4B |mp4|isom|iso\d|dash|qt)/.test(brand) ? 'm4a' : null;
}

/** Frames of MPEG audio: eleven set bits, then the layer: 0 in ADTS (AAC), 1 and 2 in MP3 and MP2. */
function frameKind(head: Buffer): ContentKind | null {
  const [first = 0, second = 0, third = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const layer = (second >> 1) & 3;
  if (layer === 0) return (second & 0xf0) === 0xf0 ? 'aac' : null;
  // Layer I is the byte order mark of UTF-16 as well, and nobody writes it.
  if (layer === 3) return null;
  const isBitRate = third >> 4 !== 15;
  return isBitRate && ((second >> 3) & 3) !== 1 ? 'mp3' : null;
}

/** UTF-8, an eight-bit code page, or UTF-16 with its mark: no control characters but blanks. */
function isText(head: Buffer): boolean {
  const mark = head.toString('latin1', 0, 2);
  if (mark === '\xff\xfe' || mark === '\xfe\xff') return true;
  return !head.some((byte) => byte < 32 && ![9, 10, 12, 13, 27].includes(byte));
}
