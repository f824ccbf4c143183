export { clausesOf } from './clauses.ts';
export type { Clause } from './clauses.ts';
export { loadLetterToSound } from './letter-to-sound.ts';
export { createPronouncer, ownWords } from './pronounce.ts';
export type { Pronouncer, Pronunciation } from './pronounce.ts';
