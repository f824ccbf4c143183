// Ears: what the voice session asks of a recogniser, local or remote.

import type { Format, WordTime } from './audio.ts';
import type { Us } from './clock.ts';

export interface SpeechToText {
  /** `deepgram`, `local`, `scripted`. */
  readonly provider: string;
  readonly model: string;
  /** The format it wants to be fed; the media host resamples. */
  readonly format: Format;
  /** Opens one recognition for one speaker of one call. Never throws: failures come through `events`. */
  open(options: RecognitionOptions): Recognition;
}

export interface RecognitionOptions {
  /** BCP 47 tag as in the contract (`en-US`), `multi`, or several of them. */
  language: string | string[];
  /** Names and words to favour. */
  keywords: string[];
  /** `fast`: the first usable final; `accurate`: the recogniser may take its time (about +200 ms). */
  mode: 'fast' | 'accurate';
  signal: AbortSignal;
}

export interface Recognition {
  /** Sound in the format of `SpeechToText.format`; `at` is the media time of its first sample. Never blocks. */
  write(pcm: Int16Array, at: Us): void;
  /**
   * An edge of the voice activity detector. After `on: false` the recogniser gives a `final` for everything since the last final
   * as soon as it can; a local one starts its decode here.
   */
  speech(on: boolean, edge: Us): void;
  /** Ends with the stream; throws a ProviderError when the recogniser is lost. */
  readonly events: AsyncIterable<RecognitionEvent>;
  /** Idempotent. */
  close(): Promise<void>;
}

export type RecognitionEvent =
  /** The words since the last final, anew with each `rev`. `stable`: more sound is unlikely to change them. */
  | { is: 'partial'; rev: number; text: string; stable: boolean }
  /**
   * The words since the last final, for good; `text` may be empty (a cough). `words` in seconds of media time.
   * `until`: media time up to which sound is covered. `took`: ms from the end of that sound (or request) to the answer.
   */
  | { is: 'final'; rev: number; text: string; words: WordTime[]; until: Us; tookMs: number };
