// PowerPoint presentations of the old kind: the texts of their slides. [MS-PPT] 2.3, 2.9.

import cfb from 'cfb';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';

/** Record types. */
const SLIDE_LIST = 0x0ff0;
const SLIDE = 0x03ee;
const NOTES = 0x03f0;
const SLIDE_PERSIST = 0x03f3;
const TEXT_HEADER = 0x0f9f;
const TEXT_UTF16 = 0x0fa0;
const TEXT_LATIN = 0x0fa8;
const ENCRYPTED_SUMMARY = 'EncryptedSummary';
/** Text types of a TextHeaderAtom that are titles. */
const TITLES = new Set([0, 6]);
/** Stands where a number of the slide or a date is put in. */
const FIELD = '*';
const MAX_DEPTH = 32;

interface Found {
  blocks: Block[];
  isTitle: boolean;
}

export const readPpt: Reader = (bytes) => {
  const file = cfb.read(bytes, { type: 'buffer' });
  if (cfb.find(file, ENCRYPTED_SUMMARY)) throw new DocumentError('the file is protected by a password');
  const stream = cfb.find(file, '/PowerPoint Document')?.content;
  if (!stream) throw new DocumentError('the file is no PowerPoint presentation');
  const content = Buffer.from(stream as Uint8Array);
  const listed: Found = { blocks: [], isTitle: false };
  walk(content, listed, [SLIDE_LIST]);
  if (listed.blocks.length > 0) return readingOf(listed.blocks);
  // Some programs leave the outline empty and keep the texts with the shapes.
  const drawn: Found = { blocks: [], isTitle: false };
  walk(content, drawn, [SLIDE, NOTES]);
  return readingOf(drawn.blocks);
};

/** Texts in records of the types `within`. Records: 4 bits of version (15: it holds records), type, length. */
function walk(bytes: Buffer, found: Found, within: readonly number[], depth = 0, inside = false): void {
  for (let at = 0; at + 8 <= bytes.length;) {
    const holdsRecords = (bytes.readUInt8(at) & 0x0f) === 0x0f;
    const type = bytes.readUInt16LE(at + 2);
    const end = Math.min(bytes.length, at + 8 + bytes.readUInt32LE(at + 4));
    const content = bytes.subarray(at + 8, end);
    if (holdsRecords) {
      if (depth < MAX_DEPTH) walk(content, found, within, depth + 1, inside || within.includes(type));
    } else if (inside) {
      note(type, content, found);
    }
    at = end;
  }
}

function note(type: number, content: Buffer, found: Found): void {
  if (type === SLIDE_PERSIST) found.isTitle = false;
  if (type === TEXT_HEADER && content.length >= 4) found.isTitle = TITLES.has(content.readUInt32LE(0));
  if (type !== TEXT_UTF16 && type !== TEXT_LATIN) return;
  const text = content.toString(type === TEXT_UTF16 ? 'utf16le' : 'latin1');
  // Paragraphs end with a carriage return, lines within them with a vertical tab.
  const lines = text
    .split('\r')
    .map(oneLine)
    .filter((line) => line !== '' && line !== FIELD);
  if (found.isTitle && lines.length > 0) found.blocks.push({ is: 'heading', level: 1, text: lines.join(' ') });
  else found.blocks.push(...lines.map((line): Block => ({ is: 'item', text: line })));
}
