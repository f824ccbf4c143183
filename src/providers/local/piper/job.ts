// What the mouth asks of its child.

import type { WordTime } from '../../../interfaces/audio.ts';
import type { Pronunciation } from './phonemes/index.ts';

export interface PiperLoad {
  /** Folder of the voice. */
  folder: string;
  /** File name without `.onnx`. */
  voice: string;
}

export interface PiperJob {
  text: string;
  speed: number;
  liveliness: number;
  pronunciations: Pronunciation[];
}

/** One window of sound, in order. */
export interface PiperPart {
  pcm: Int16Array;
  rateHz: 22050;
  /** With the first window of a clause: its written words, seconds from the start of this job. */
  words?: WordTime[];
}
