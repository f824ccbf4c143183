// A passage in windows that the model can read. Neighbours overlap, so that a sentence that one of them cuts is whole in the other; each
// begins with the heading, so that what it is about is not lost further down.

import { MAX_TOKENS, type Window } from './job.ts';

/** `[CLS]` and `[SEP]` of BERT's vocabulary. */
const BEGIN = 101;
const END = 102;
const MAX_HEADING_TOKENS = 32;
const OVERLAP_TOKENS = 48;

/** Framed windows over `text`, of like length; none when it is empty. Both are token ids without frame. */
export function windowsOf(heading: readonly number[], text: readonly number[], maxTokens = MAX_TOKENS): Window[] {
  const head = heading.slice(0, MAX_HEADING_TOKENS);
  const room = maxTokens - 2 - head.length;
  if (text.length === 0) return [];
  if (text.length <= room) return [framed(head, text)];
  const count = Math.ceil((text.length - OVERLAP_TOKENS) / (room - OVERLAP_TOKENS));
  const length = Math.ceil((text.length + (count - 1) * OVERLAP_TOKENS) / count);
  return Array.from({ length: count }, (_, i) => {
    const from = Math.min(i * (length - OVERLAP_TOKENS), text.length - length);
    return framed(head, text.slice(from, from + length));
  });
}

/** A text as one window; what is too long is cut at its beginning when `keep` is its end. */
export function windowOf(text: readonly number[], keep: 'begin' | 'end' = 'begin'): Window {
  const room = MAX_TOKENS - 2;
  return framed([], keep === 'begin' ? text.slice(0, room) : text.slice(-room));
}

function framed(head: readonly number[], text: readonly number[]): Window {
  return [BEGIN, ...head, ...text, END];
}
