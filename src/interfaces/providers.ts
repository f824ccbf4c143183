// The choice of ears, mind and mouth for one call: what the agent asks for, mapped to what this installation has.

import type { LanguageModel } from './language-model.ts';
import type { SpeechToText } from './speech-to-text.ts';
import type { TextToSpeech } from './text-to-speech.ts';
import type { TurnVote } from './turn-vote.ts';

export interface Providers {
  /** Never throws: without a vendor's key the nearest that works here is used, and the choice says so. */
  hearing(wanted: { language: string | string[] }): Choice<SpeechToText>;
  /** By a model name of the contract, any other name, or null for the default. */
  thinking(model: string | null): Choice<LanguageModel>;
  /**
   * By a voice id of the contract (`11labs-Adrian`), a vendor's own id, or null for the voice of this machine. `model`: the agent's
   * voice_model. `language`: what it will have to read; a voice that does not speak it says so.
   */
  speaking(voiceId: string | null, model?: string | null, language?: string | string[]): Choice<Mouth>;
  voices(): CatalogueVoice[];
  readonly turnVote: TurnVote | null;
  /** One line per role for the start-up table, /health and the page. */
  status(): ProviderStatus[];
  close(): Promise<void>;
}

export interface Choice<T> {
  use: T;
  provider: string;
  /** Model or voice as the provider calls it. */
  name: string;
  /** Set when this is not what was asked for. */
  substituted: { wanted: string; why: string } | null;
}

/** A voice bound to its vendor: open speeches with these two names. */
export interface Mouth {
  synthesiser: TextToSpeech;
  voice: string;
  model: string | null;
}

/** As in the contract's VoiceResponse, and whether this installation can speak it itself. */
export interface CatalogueVoice {
  voice_id: string;
  voice_name: string;
  provider: string;
  gender: 'male' | 'female';
  accent?: string;
  age?: string;
  preview_audio_url?: string;
  available: boolean;
}

export interface ProviderStatus {
  role: 'hearing' | 'thinking' | 'speaking';
  provider: string;
  name: string;
  ready: boolean;
  /** What it is, in words: "local, on this machine", "fetching 145 MB, 40 %". */
  detail: string;
  /** How to choose another one. */
  change: string;
}
