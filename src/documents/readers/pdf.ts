// PDF: lines by where they stand on the page, headings by the size of their letters.

import { getDocumentProxy } from 'unpdf';
import { oneLine } from '../one-line.ts';
import type { Block, Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

interface Line {
  text: string;
  /** Size of its letters. */
  size: number;
  /** From the line above, in multiples of its size; null at the top of a page or column. */
  gap: number | null;
  /** Its words stand in columns, like those of a table. */
  isRow: boolean;
}

const MAX_PAGES = 5000;
/** Letters larger by so much than those of most of the text are a heading's. */
const HEADING_RATIO = 1.15;
const MAX_HEADING_CHARACTERS = 200;
/** Lines further apart than so many times their size belong to different paragraphs. */
const PARAGRAPH_GAP = 1.6;
/** Beyond it the paragraphs of a page cannot be told apart. */
const MAX_PARAGRAPH_CHARACTERS = 20_000;
/** Words of one line further apart than so many times their size stand in columns. */
const COLUMN_GAP = 1.5;
const COLUMN_MARK = ' | ';

export const readPdf: Reader = async (bytes) => {
  const pdf = await open(bytes);
  if (pdf.numPages > MAX_PAGES)
    throw new DocumentError(`the document has ${pdf.numPages} pages, at most ${MAX_PAGES} can be read`);
  const pages: Line[][] = [];
  for (let number = 1; number <= pdf.numPages; number++) pages.push(await linesOf(pdf, number));
  const lines = withoutRunningHeads(pages).flat();
  if (lines.length === 0)
    throw new DocumentError(
      'there is no text in it; pages that were scanned have to be given as pictures or with their text recognised',
    );
  const title = await pdf.getMetadata().then(
    ({ info }) => oneLine(String((info as Record<string, unknown>)['Title'] ?? '')),
    () => '',
  );
  return { title, blocks: blocksOf(lines), links: [] };
};

async function open(bytes: Buffer): Promise<Pdf> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, stopAtErrors: false });
  } catch (error) {
    if ((error as Error).name === 'PasswordException') throw new DocumentError('the file is protected by a password');
    throw new DocumentError('the file is damaged: it is no whole PDF', { cause: error });
  }
}

async function linesOf(pdf: Pdf, number: number): Promise<Line[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const lines: (Line & { y: number; endX: number })[] = [];
  let isNew = true;
  for (const item of items) {
    if (!('str' in item)) continue;
    // The matrix of the text: its last two numbers are where it stands.
    const [x, y] = [Number(item.transform[4]), Number(item.transform[5])];
    const size = item.height || Math.abs(Number(item.transform[3]));
    const last = lines.at(-1);
    const isLevel = last !== undefined && Math.abs(last.y - y) < Math.max(1, last.size / 2);
    const staysIn = isLevel && (!isNew || x > last.endX);
    if (staysIn) {
      isNew = false;
      if (item.str.trim() !== '') {
        const isFar = x - last.endX > COLUMN_GAP * size;
        last.isRow ||= isFar;
        last.text += isFar ? COLUMN_MARK : '';
        last.endX = x + item.width;
      }
      last.text += item.str;
      if (item.str.trim() !== '') last.size = Math.max(last.size, size);
    } else if (item.str.trim() !== '') {
      const down = last ? last.y - y : -1;
      const gap = last && down > 0 ? down / Math.max(1, last.size) : null;
      lines.push({ text: item.str, size, y, endX: x + item.width, gap, isRow: false });
      isNew = false;
    }
    if (item.hasEOL) isNew = true;
  }
  page.cleanup();
  return lines
    .map(({ text, size, gap, isRow }) => ({ text: oneLine(text), size, gap, isRow }))
    .filter(({ text }) => text !== '');
}

/** First and last lines that most pages share but for their numbers. */
function withoutRunningHeads(pages: Line[][]): Line[][] {
  if (pages.length < 4) return pages;
  const shape = (line: Line | undefined) => line?.text.replace(/\d+/g, '#') ?? '';
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const edge of new Set([shape(page[0]), shape(page.at(-1))])) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  const isRunning = (line: Line | undefined) => (counts.get(shape(line)) ?? 0) > pages.length / 2;
  return pages.map((page) => page.filter((line, i) => !((i === 0 || i === page.length - 1) && isRunning(line))));
}

function blocksOf(lines: readonly Line[]): Block[] {
  const bodySize = commonSize(lines);
  const isLarge = (line: Line) => sizeStep(line) >= bodySize * HEADING_RATIO;
  const headingSizes = [...new Set(lines.filter(isLarge).map(sizeStep))].sort((a, b) => b - a);
  const blocks: Block[] = [];
  let before: Line | undefined;
  for (const line of lines) {
    const last = blocks.at(-1);
    const isHeading = isLarge(line) && line.text.length <= MAX_HEADING_CHARACTERS;
    if (last && before && goesOn(before, last, line, isLarge)) last.text = joined(last.text, line.text);
    else if (line.isRow) blocks.push({ is: 'row', text: line.text });
    else if (isHeading)
      blocks.push({ is: 'heading', level: Math.min(6, headingSizes.indexOf(sizeStep(line)) + 1), text: line.text });
    else blocks.push({ is: startsItem(line.text) ? 'item' : 'paragraph', text: line.text });
    before = line;
  }
  return blocks;
}

/** Does the line belong to the block of the line before it? */
function goesOn(before: Line, block: Block, line: Line, isLarge: (line: Line) => boolean): boolean {
  if (before.isRow || line.isRow || startsItem(line.text)) return false;
  const isAlike = isLarge(before) || isLarge(line) ? sizeStep(before) === sizeStep(line) : true;
  const isNear = line.gap === null ? !/[.!?:]$/.test(block.text) : line.gap < PARAGRAPH_GAP;
  return isAlike && isNear && block.text.length < MAX_PARAGRAPH_CHARACTERS;
}

/** Words that were parted at the end of a line are put together. */
function joined(before: string, after: string): string {
  return /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(after) ? before.slice(0, -1) + after : `${before} ${after}`;
}

function startsItem(text: string): boolean {
  return /^([•▪◦‣–-]|\d{1,2}[.)]|[a-z]\))\s/.test(text);
}

/** To half a point, as the same letters are not measured the same everywhere. */
function sizeStep({ size }: Line): number {
  return Math.round(size * 2) / 2;
}

/** The size of most characters. */
function commonSize(lines: readonly Line[]): number {
  const characters = new Map<number, number>();
  for (const line of lines) characters.set(sizeStep(line), (characters.get(sizeStep(line)) ?? 0) + line.text.length);
  return [...characters].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];
}
