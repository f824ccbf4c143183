export { speakable } from './speakable.ts';
export type { Piece } from './speakable.ts';
