// A chunk in sentences, as it is looked up: what a caller asks is answered by one or two of them, seldom by a whole chunk.

import type { Passage } from '../../interfaces/embeddings.ts';

/** Ends of sentences in scripts of west and east, and lines. */
const BETWEEN_SENTENCES = /(?<=[.!?…]["'”’)\]]{0,2})\s+|(?<=[。！？｡])|\n+/;
/** Shorter ones say nothing alone: they go with the one behind them. */
const MIN_CHARACTERS = 25;
/** Of a line that may be a heading. */
const MAX_HEADING_CHARACTERS = 100;
/** Sentences that a chunk of the largest size may give; tables of one number a line would give thousands. */
const MAX_SENTENCES = 160;

/**
 * In order, each under the one heading that stands nearest above it (with those further up fewer questions find their passage: measured): the
 * last of the short lines that open a paragraph and do not end as sentences do, else the last of `heading` (joined by ` > `). None for a blank
 * text.
 */
export function sentencesOf(heading: string, text: string): Passage[] {
  const sentences: Passage[] = [];
  let nearest = heading.split(' > ').at(-1) ?? '';
  for (const paragraph of text.split('\n\n')) {
    const lines = paragraph.trim().split('\n');
    const headings = headingsOf(lines);
    if (headings > 0) nearest = lines[headings - 1] ?? '';
    const body = lines.slice(headings).join('\n').split(BETWEEN_SENTENCES);
    for (const sentence of joinShort(body)) sentences.push({ heading: nearest, text: sentence });
  }
  return fewer(sentences);
}

/** How many of the lines. Of a list without whole sentences the first alone may be one. */
function headingsOf(lines: readonly string[]): number {
  const first = lines.findIndex((line) => !isHeading(line));
  return first === -1 ? Math.min(1, lines.length - 1) : Math.min(first, lines.length - 1);
}

function isHeading(line: string): boolean {
  return line.trim() !== '' && line.length <= MAX_HEADING_CHARACTERS && !/[.!?:;,…。！？]\s*$/.test(line);
}

function joinShort(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (part.trim() === '') continue;
    if (before !== undefined && before.length < MIN_CHARACTERS) joined[joined.length - 1] = `${before} ${part}`;
    else joined.push(part);
  }
  return joined;
}

/** Neighbours together, until they are few enough. */
function fewer(sentences: Passage[]): Passage[] {
  if (sentences.length <= MAX_SENTENCES) return sentences;
  const pairs = sentences.filter((_, i) => i % 2 === 0);
  return fewer(pairs.map((first, i) => ({ ...first, text: `${first.text} ${sentences[2 * i + 1]?.text ?? ''}` })));
}
