// Voice activity of one stream, as a bridge asks for it; judged in inference/.

import type { Us } from '../../interfaces/clock.ts';

export interface VadListener {
  edge(on: boolean, edge: Us): void;
  /** The first window without speech: perhaps a pause. */
  pause(): void;
}
export interface VadStream {
  write(pcm: Int16Array, rateHz: number, at: Us): void;
  close(): void;
}
