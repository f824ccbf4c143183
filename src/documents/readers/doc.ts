// Word documents of the old kind (Word 97 to 2003).

import cfb from 'cfb';
import WordExtractor from 'word-extractor';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { tableRows } from '../table-rows.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';

/** [MS-DOC] 2.5.2, FibBase: flags at byte 10. */
const FLAGS_AT = 10;
const ENCRYPTED = 0x0100;

export const readDoc: Reader = async (bytes) => {
  const stream = cfb.find(cfb.read(bytes, { type: 'buffer' }), '/WordDocument')?.content;
  if (!stream) throw new DocumentError('the file is no Word document');
  if (Buffer.from(stream as Uint8Array).readUInt16LE(FLAGS_AT) & ENCRYPTED)
    throw new DocumentError('the file is protected by a password');
  const document = await new WordExtractor().extract(bytes);
  const parts = [document.getBody(), document.getFootnotes(), document.getEndnotes(), document.getTextboxes()];
  return readingOf(parts.flatMap((part) => linesOf(part)));
};

/** Paragraphs are lines; cells of a table stand in one line with tabs between them. */
function linesOf(text: string): Block[] {
  const blocks: Block[] = [];
  let table: string[][] = [];
  const endTable = () => {
    blocks.push(...tableRows(table));
    table = [];
  };
  for (const line of text.split('\n')) {
    if (line.includes('\t')) {
      table.push(line.split('\t'));
      continue;
    }
    endTable();
    const paragraph = oneLine(line);
    if (paragraph !== '') blocks.push({ is: 'paragraph', text: paragraph });
  }
  endTable();
  return blocks;
}
