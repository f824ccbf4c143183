// What the ears ask of their child.

import type { SpokenWord } from './word-times.ts';

export interface WhisperLoad {
  /** Folder of the weights. */
  folder: string;
}

export interface WhisperJob {
  /** 16 kHz mono, at most 28 s; the context's sound comes first. */
  pcm: Int16Array;
  padMs: number | null;
  /** Tags as in the contract; `multi` = whatever is spoken. */
  languages: string[];
  keywords: string[];
  /** What was said just before, and how it was understood: it helps to understand what follows. */
  context: { samples: number; ids: number[] } | null;
}

export interface WhisperAnswer {
  /** Of the sound behind the context. */
  text: string;
  /** Seconds from the start of that sound. */
  words: SpokenWord[];
  /** Tokens of `text`. */
  ids: number[];
  /** Two-letter code. */
  language: string;
  meanLogp: number;
}
