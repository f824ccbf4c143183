// Cuts what is to be said into stretches that the voice speaks in one breath, and remembers which written word each sound belongs to.

import type { Piece } from '../written/speakable.ts';
import type { Pronouncer } from './pronounce.ts';

export interface Clause {
  symbols: Symbol[];
  /** Written words of this stretch, in order. */
  words: string[];
  /** Its last sign. */
  stop: Piece['stop'];
}

export interface Symbol {
  /** One phoneme, stress mark, blank or sign. */
  char: string;
  /** Index of the first written word of its piece within the clause; -1 for signs between words. */
  piece: number;
}

/** Long stretches are cut at a comma from here on: sound starts earlier, and a listener expects a breath. */
const COMFORTABLE_SYMBOLS = 60;
/** No stretch is longer: the model's time for one grows with its square, and everybody's next words wait meanwhile. */
const MAX_SYMBOLS = 300;

export function clausesOf(pieces: Piece[], pronouncer: Pronouncer, own: Map<string, string>): Clause[] {
  const clauses: Clause[] = [];
  let clause: Clause = { symbols: [], words: [], stop: '' };
  const finish = (stop: Piece['stop']) => {
    clause.stop = stop;
    if (clause.words.length > 0 || clause.symbols.length > 0) clauses.push(clause);
    clause = { symbols: [], words: [], stop: '' };
  };
  for (const { written, spoken, stop } of pieces) {
    const phonemes = spoken === '' ? '' : pronouncer.phonemes(spoken, own);
    // What is said of a piece beyond one stretch (a number of very many digits) belongs to no word any more.
    for (const [at, stretch] of stretchesOf(phonemes).entries()) {
      if (clause.symbols.length > 0 && clause.symbols.length + stretch.length >= MAX_SYMBOLS) finish('');
      if (clause.symbols.length > 0) clause.symbols.push({ char: ' ', piece: -1 });
      const piece = at === 0 ? clause.words.length : -1;
      for (const char of stretch) clause.symbols.push({ char, piece });
      if (at === 0) clause.words.push(...written);
    }
    if (phonemes === '') clause.words.push(...written);
    if (stop === '') continue;
    const closes = '.!?;:'.includes(stop) || clause.symbols.length >= COMFORTABLE_SYMBOLS;
    if (clause.symbols.length > 0) clause.symbols.push({ char: stop, piece: -1 });
    if (closes) finish(stop);
  }
  if (clause.symbols.length > 0) clause.symbols.push({ char: '.', piece: -1 });
  finish('.');
  return clauses;
}

/** Cut at blanks, where there are any. */
function stretchesOf(phonemes: string): string[] {
  const stretches: string[] = [];
  let rest = phonemes;
  while (rest.length >= MAX_SYMBOLS) {
    const blank = rest.lastIndexOf(' ', MAX_SYMBOLS - 1);
    const end = blank > 0 ? blank : MAX_SYMBOLS - 1;
    stretches.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? stretches : [...stretches, rest];
}
