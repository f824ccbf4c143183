// Plain text and the light markups: headings are told by their marks, paragraphs by blank lines.

import { decodeText } from '../decode-text.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { pipeTable } from './pipe-table.ts';

export const readPlainText: Reader = (bytes, { charset }) =>
  readingOf(linesToBlocks(decodeText(bytes, charset), () => null));

export const readMarkdown: Reader = (bytes, { charset }) =>
  readingOf(linesToBlocks(withoutFrontMatter(decodeText(bytes, charset)), markdownHeading));

export const readOrg: Reader = (bytes, { charset }) => {
  const text = decodeText(bytes, charset);
  const title = /^#\+title:(.*)$/im.exec(text)?.[1]?.trim() ?? '';
  // Settings and drawers are for the editor.
  const matter = text
    .replace(/^#\+(?!begin|end).*$/gim, '')
    .replace(/^\s*:(PROPERTIES|LOGBOOK):[\s\S]*?^\s*:END:\s*$/gim, '');
  return readingOf(linesToBlocks(matter, orgHeading), title);
};

/** A line under which a line of punctuation stands is a heading; the mark's first use tells its level. */
export const readRst: Reader = (bytes, { charset }) => {
  const levels: string[] = [];
  return readingOf(linesToBlocks(decodeText(bytes, charset), (line, next) => rstHeading(levels, line, next)));
};

interface Heading {
  level: number;
  text: string;
  /** Lines it takes. */
  lines: number;
}

type FindHeading = (line: string, next: string) => Heading | null;

const LIST_ITEM = /^\s*([-*+•]|\d{1,3}[.)])\s+/;
const FENCE = /^\s*(```|~~~)/;

function linesToBlocks(text: string, findHeading: FindHeading): Block[] {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  let open: string[] = [];
  let isFenced = false;

  function flush(): void {
    if (open.length > 0) blocks.push(...blocksOf(open));
    open = [];
  }

  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (FENCE.test(line)) isFenced = !isFenced;
    const heading = isFenced ? null : findHeading(line, lines[i + 1] ?? '');
    if (heading) {
      flush();
      if (heading.text !== '') blocks.push({ is: 'heading', level: heading.level, text: heading.text });
      i += heading.lines - 1;
    } else if (line.trim() === '' && !isFenced) {
      flush();
    } else {
      open.push(line);
    }
  }
  flush();
  return blocks;
}

/** Lines without a blank one between them. */
function blocksOf(lines: readonly string[]): Block[] {
  const table = pipeTable(lines);
  if (table) return table;
  const blocks: { is: 'item' | 'paragraph'; lines: string[] }[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (LIST_ITEM.test(line)) blocks.push({ is: 'item', lines: [line] });
    else if (last) last.lines.push(line);
    else blocks.push({ is: 'paragraph', lines: [line] });
  }
  return blocks.map((block) => ({ is: block.is, text: block.lines.join('\n').trim() }));
}

function markdownHeading(line: string, next: string): Heading | null {
  const marked = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
  if (marked) return { level: marked[1]?.length ?? 1, text: marked[2] ?? '', lines: 1 };
  const isText = line.trim() !== '' && !LIST_ITEM.test(line) && !line.includes('|');
  if (isText && /^={3,}\s*$/.test(next)) return { level: 1, text: line.trim(), lines: 2 };
  if (isText && /^-{3,}\s*$/.test(next)) return { level: 2, text: line.trim(), lines: 2 };
  return null;
}

function orgHeading(line: string): Heading | null {
  const marked = /^(\*{1,10})\s+(?:(?:TODO|DONE)\s+)?(.*?)(?:\s+:[\w@:]+:)?\s*$/.exec(line);
  return marked ? { level: marked[1]?.length ?? 1, text: marked[2] ?? '', lines: 1 } : null;
}

const RST_LINE = /^([=\-`:.'"~^_*+#<>])\1{2,}\s*$/;

function rstHeading(levels: string[], line: string, next: string): Heading | null {
  // A line above the heading belongs to it.
  if (RST_LINE.test(line)) return { level: 1, text: '', lines: 1 };
  const mark = RST_LINE.exec(next)?.[1];
  const isText = line.trim() !== '' && !/^\s/.test(line) && next.trim().length >= line.trim().length;
  if (mark === undefined || !isText) return null;
  if (!levels.includes(mark)) levels.push(mark);
  return { level: levels.indexOf(mark) + 1, text: line.trim(), lines: 2 };
}

function withoutFrontMatter(text: string): string {
  return text.replace(/^\ufeff?---\r?\n[\s\S]{0,10000}?\r?\n---\r?\n/, '');
}
