// The voices that vendors keep: their public libraries, and copies of a person's own voice.

import type { CatalogueVoice } from './providers.ts';

/** As the contract names vendors. */
export type VoiceVendor = 'elevenlabs' | 'cartesia' | 'minimax' | 'fish_audio' | 'platform';

export interface VoiceLibrary {
  /** Throws VoiceLibraryError. */
  search(vendor: VoiceVendor, query: string): Promise<CommunityVoice[]>;
  /** Takes a voice of the vendor's public library into the vendor's account that is set up here. Throws VoiceLibraryError. */
  add(
    vendor: VoiceVendor,
    wanted: { voiceId: string; name: string; publicUserId: string | null },
  ): Promise<CatalogueVoice>;
  /** Makes a copy of the voice in the recordings. Throws VoiceLibraryError. */
  clone(vendor: VoiceVendor, wanted: { name: string; files: VoiceSample[] }): Promise<CatalogueVoice>;
}

export interface VoiceSample {
  fileName: string;
  contentType: string;
  content: Buffer;
}

export interface CommunityVoice {
  provider_voice_id: string;
  name: string;
  description?: string;
  public_user_id?: string;
}

export type VoiceLibraryErrorKind = 'not_set_up' | 'not_offered' | 'refused' | 'unavailable';

/** `message` is fit for a user and says what to do. */
export class VoiceLibraryError extends Error {
  readonly kind: VoiceLibraryErrorKind;
  constructor(kind: VoiceLibraryErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'VoiceLibraryError';
    this.kind = kind;
  }
}
