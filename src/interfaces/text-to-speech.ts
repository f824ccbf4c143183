// Mouth: what the voice session asks of a synthesiser, local or remote.

import type { WordTime } from './audio.ts';

export interface TextToSpeech {
  /** `elevenlabs`, `local`, `scripted`. */
  readonly provider: string;
  /** Opens one speech: clauses go in as they are known, sound comes out as it is made. Never throws: failures come through `chunks`. */
  open(options: SynthesisOptions): Synthesis;
}

export interface SynthesisOptions {
  /** The vendor's own voice id, already resolved (`providers/voices`). */
  voice: string;
  /** The vendor's model or null for its default. */
  model: string | null;
  /** 1 = natural. */
  speed: number;
  /** 0..2 as in the contract; null = the vendor's default. */
  temperature: number | null;
  language: string;
  /** Word -> IPA or CMU phonemes, as in the contract's pronunciation_dictionary. */
  pronunciations: { word: string; alphabet: 'ipa' | 'cmu'; phoneme: string }[];
  signal: AbortSignal;
}

export interface Synthesis {
  /** A clause or sentence, complete with its punctuation and trailing blank. */
  write(text: string): void;
  /** No more text will come. */
  end(): void;
  /** Mono pcm16 in order. Throws a ProviderError when the vendor is lost. */
  readonly chunks: AsyncIterable<SynthesisChunk>;
}

export interface SynthesisChunk {
  pcm: Int16Array;
  rateHz: 8000 | 16000 | 22050 | 24000 | 48000;
  /** Words whose sound starts in this or an earlier chunk; seconds from the start of this speech. Absent when the vendor gives none. */
  words?: WordTime[];
}
