// From blocks to chunks of the sizes that a knowledge base asks for, along headings, paragraphs and sentences.

import type { DocumentChunk } from '../interfaces/document-reader.ts';
import type { Block } from './reading.ts';
import { splitText } from './split-text.ts';

export interface ChunkSizes {
  /** Characters. No chunk is longer. */
  maxChunkSize: number;
  /** A shorter one joins a neighbour where both together are not too long. */
  minChunkSize: number;
}

interface Piece {
  text: string;
  heading: string;
  /** Between it and the piece before, in one chunk. */
  glue: '\n' | '\n\n';
  /** A chunk that is long enough ends before it, unless the whole section goes in. */
  opensSection: boolean;
  isRow: boolean;
}

interface MeasuredPiece extends Piece {
  /** Of the piece and those behind it, up to the next heading. */
  sectionCharacters: number;
}

const HEADING_JOINT = ' > ';
const MAX_HEADING_CHARACTERS = 300;

/**
 * Sections share a chunk as long as they go in whole. A heading stands in the text of the chunk where its section begins, and above those that
 * follow. Rows of a table share a chunk until it is long enough.
 */
export function chunkBlocks(blocks: readonly Block[], sizes: ChunkSizes): DocumentChunk[] {
  const chunks: DocumentChunk[] = [];
  let current: DocumentChunk | null = null;
  for (const piece of withSections(piecesOf(blocks, sizes.maxChunkSize))) {
    if (current && staysIn(current, piece, sizes)) {
      current.text += piece.glue + piece.text;
    } else {
      current = { text: piece.text, heading: piece.heading };
      chunks.push(current);
    }
  }
  return joinShort(chunks, sizes);
}

function staysIn(chunk: DocumentChunk, piece: MeasuredPiece, { maxChunkSize, minChunkSize }: ChunkSizes): boolean {
  if (chunk.text.length + piece.glue.length + piece.text.length > maxChunkSize) return false;
  if (chunk.text.length < minChunkSize) return true;
  if (piece.isRow) return false;
  return !piece.opensSection || chunk.text.length + piece.glue.length + piece.sectionCharacters <= maxChunkSize;
}

/** Measures the section that each piece opens. */
function withSections(pieces: Iterable<Piece>): MeasuredPiece[] {
  const measured = Array.from(pieces, (piece) => ({ ...piece, sectionCharacters: piece.text.length }));
  let opening: MeasuredPiece | null = null;
  for (const piece of measured) {
    if (piece.opensSection) opening = piece;
    else if (opening) opening.sectionCharacters += piece.glue.length + piece.text.length;
  }
  return measured;
}

/** What ended too early joins the chunk before it, else the one behind it. */
function joinShort(chunks: readonly DocumentChunk[], { maxChunkSize, minChunkSize }: ChunkSizes): DocumentChunk[] {
  const joined: DocumentChunk[] = [];
  for (const chunk of chunks) {
    const before = joined.at(-1);
    const isShort = chunk.text.length < minChunkSize || (before && before.text.length < minChunkSize);
    if (before && isShort && before.text.length + 2 + chunk.text.length <= maxChunkSize)
      before.text += `\n\n${chunk.text}`;
    else joined.push({ ...chunk });
  }
  return joined;
}

function* piecesOf(blocks: readonly Block[], maxCharacters: number): Generator<Piece> {
  const path: { level: number; text: string }[] = [];
  let opening: Piece | null = null;
  let before: Block['is'] | null = null;

  for (const block of blocks) {
    if (block.text.trim() === '') continue;
    const isClose = before === block.is && (block.is === 'item' || block.is === 'row');
    before = block.is;
    if (block.is === 'heading') {
      while ((path.at(-1)?.level ?? 0) >= block.level) path.pop();
      const above = headingOf(path);
      path.push(block);
      const text = splitText(block.text, maxCharacters)[0] ?? '';
      if (opening && opening.text.length + 1 + text.length > maxCharacters) {
        yield opening;
        opening = null;
      }
      // Headings that follow each other open one section.
      opening = opened(opening, text, above);
      continue;
    }
    if (opening && roomBelow(opening, maxCharacters) < Math.min(block.text.length, maxCharacters / 3)) {
      yield opening;
      opening = null;
    }
    const [first = '', ...rest] = splitText(block.text, opening ? roomBelow(opening, maxCharacters) : maxCharacters);
    const glue = isClose ? '\n' : '\n\n';
    const isRow = block.is === 'row';
    const heading = headingOf(path);
    if (opening) yield { ...opening, text: `${opening.text}\n${first}` };
    else yield { text: first, heading, glue, opensSection: false, isRow: isRow && isClose };
    opening = null;
    for (const text of rest) yield { text, heading, glue: '\n', opensSection: false, isRow };
  }
  if (opening) yield opening;
}

function opened(before: Piece | null, text: string, heading: string): Piece {
  if (before) return { ...before, text: `${before.text}\n${text}` };
  return { text, heading, glue: '\n\n', opensSection: true, isRow: false };
}

/** Characters that go into one piece with the heading. */
function roomBelow(opening: Piece, maxCharacters: number): number {
  return maxCharacters - opening.text.length - 1;
}

function headingOf(path: readonly { text: string }[]): string {
  const heading = path.map(({ text }) => text).join(HEADING_JOINT);
  return heading.length <= MAX_HEADING_CHARACTERS ? heading : heading.slice(-MAX_HEADING_CHARACTERS);
}
