// What the ears ask of their child.

import type { SpokenWord } from './word-times.ts';

export interface WhisperLoad {
  /** Folder of the weights. */
  folder: string;
}

export interface WhisperJob {
  /** 16 kHz mono, at most 28 s. */
  pcm: Int16Array;
  padMs: number | null;
  /** Tags as in the contract; `multi` = whatever is spoken. */
  languages: string[];
  keywords: string[];
  /** Tokens that two earlier answers agreed on. */
  prefix: number[];
  /** May a doubtful text be decoded a second time with more silence behind it? */
  accurate: boolean;
}

export interface WhisperAnswer {
  text: string;
  words: SpokenWord[];
  ids: number[];
  /** Two-letter code. */
  language: string;
  meanLogp: number;
}
