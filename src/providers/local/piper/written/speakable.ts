// From written to spoken English. Every written word keeps its place, so that the sound of "$4.50" can be timed as one word of the
// transcript.

import { sayAbbreviation } from './abbreviations.ts';
import { rules } from './rules.ts';

export interface Piece {
  /** Written words, split at blanks, that are said together. */
  written: string[];
  /** What is said: words, and commas for short breaths; empty for a lone sign. */
  spoken: string;
  /** The punctuation behind it, in the voice's terms. */
  stop: '' | ',' | ';' | ':' | '.' | '!' | '?';
}

const OPENING = /["'“‘([{*_~`<>]*/y;

/** Joins what `text` says; every blank-separated word of it is in exactly one piece, in order. */
export function speakable(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const { piece, end } = pieceAt(text, at);
    pieces.push(piece);
    at = skipBlanks(text, end);
  }
  return pieces;
}

function pieceAt(text: string, at: number): { piece: Piece; end: number } {
  const opened = at + matchLength(OPENING, text, at);
  // A bracket may belong to the thing itself, as in a telephone number.
  const found = matchRule(text, at) ?? (opened > at ? matchRule(text, opened) : undefined);
  if (!found) return wordAt(text, at, opened);
  return ruledPiece(text, at, found);
}

interface Found {
  start: number;
  matched: string;
  spoken: string;
}

function matchRule(text: string, start: number): Found | undefined {
  for (const { pattern, say } of rules) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    const spoken = match ? say(match) : undefined;
    if (match && spoken !== undefined) return { start, matched: match[0], spoken };
  }
  return undefined;
}

function ruledPiece(text: string, at: number, { start, matched, spoken }: Found): { piece: Piece; end: number } {
  let end = start + matched.length;
  const dash = /^[-–—]+(?=\S)/.exec(text.slice(end));
  if (dash) {
    // A range or compound that no rule knows: go on behind the dash, inside the same written word.
    const rest = pieceAt(text, end + dash[0].length);
    return {
      piece: {
        written: splitWords(text.slice(at, rest.end)),
        spoken: `${spoken} ${rest.piece.spoken}`,
        stop: rest.piece.stop,
      },
      end: rest.end,
    };
  }
  end = wordEnd(text, end);
  // The match may have eaten the full stop of "p.m."; then the sentence's own end is the same sign.
  const tail = text.slice(start + matched.length, end);
  const ownStop = tail === '' && matched.endsWith('.') && endsSentence(text, end) ? '.' : '';
  return { piece: { written: splitWords(text.slice(at, end)), spoken, stop: stopOf(tail) || ownStop }, end };
}

function wordAt(text: string, at: number, start: number): { piece: Piece; end: number } {
  const end = wordEnd(text, Math.max(start, at + 1));
  const written = text.slice(at, end);
  const body = text.slice(start, end);
  const next = /^\s+["'(]*(\S+)/.exec(text.slice(end))?.[1];
  for (const candidate of [body, body.replace(/["'”’)\]*_~`]*[,!?;:…]*["'”’)\]*_~`]*$/u, ''), trimPunctuation(body)]) {
    const said = sayAbbreviation(candidate, next);
    if (said === undefined) continue;
    const rest = body.slice(candidate.length);
    const ended = candidate.endsWith('.') && endsSentence(text, end) && (next === undefined || !isTitle(candidate));
    return { piece: { written: [written], spoken: said, stop: stopOf(rest) || (ended ? '.' : '') }, end };
  }
  const spoken = sayWord(trimPunctuation(body));
  return { piece: { written: [written], spoken, stop: spoken === '' ? loneSign(written) : stopOf(body) }, end };
}

/** Letters, apostrophes and digits stay; other signs part words. */
function sayWord(word: string): string {
  return word
    .replace(/[’‘]/g, "'")
    .replace(/&/g, ' and ')
    .replace(/[@]/g, ' at ')
    .replace(/[^\p{L}\p{N}'\s-]/gu, ' ')
    .replace(/-+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A dash between blanks is a breath; other lone signs are nothing. */
function loneSign(written: string): Piece['stop'] {
  return /^[-–—]+$/.test(written) ? ',' : stopOf(written);
}

function stopOf(tail: string): Piece['stop'] {
  const found = /([.,!?;:…—–])["'”’)\]*_~`]*$/u.exec(tail)?.[1];
  if (found === undefined) return '';
  if (found === '…') return '.';
  if (found === '—' || found === '–') return ',';
  if (/[?!].*$/.test(tail)) return tail.includes('?') ? '?' : '!';
  return found as Piece['stop'];
}

/** Is this the end of the text, or does a capital follow? */
function endsSentence(text: string, end: number): boolean {
  return /^\s*$/.test(text.slice(end)) || /^\s+["'“(]*\p{Lu}/u.test(text.slice(end));
}

function isTitle(word: string): boolean {
  return /^(dr|mr|mrs|ms|st|prof|rev|gen|capt|lt|sgt|e\.g|i\.e|u\.s|u\.k|vs)\.$/i.test(word);
}

function trimPunctuation(word: string): string {
  return word.replace(/[^\p{L}\p{N}%+=&@]+$/u, '');
}

function wordEnd(text: string, from: number): number {
  const blank = /\s/.exec(text.slice(from));
  return blank ? from + blank.index : text.length;
}

function skipBlanks(text: string, from: number): number {
  const solid = /\S/.exec(text.slice(from));
  return solid ? from + solid.index : text.length;
}

function splitWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
