// The voices that vendors keep: their public libraries, and copies of a person's own voice.

/** As the contract names vendors. */
export type VoiceVendor = 'elevenlabs' | 'cartesia' | 'minimax' | 'fish_audio' | 'platform';

export interface VoiceLibrary {
  /** Voices by name, description or id. Throws VoiceLibraryError. */
  search(vendor: VoiceVendor, query: string): Promise<CommunityVoice[]>;
  /** Takes a voice of the vendor's public library into the vendor's account that is set up here. Throws VoiceLibraryError. */
  add(vendor: VoiceVendor, wanted: CommunityVoiceWish): Promise<VendorVoice>;
  /** Makes a copy of the voice in the recordings. Throws VoiceLibraryError. */
  clone(vendor: VoiceVendor, wanted: { name: string; samples: VoiceSample[] }): Promise<VendorVoice>;
}

export interface CommunityVoiceWish {
  voiceId: string;
  name: string;
  /** Whose voice it is; ElevenLabs asks for it. */
  publicUserId: string | null;
}

/** A recording on this machine. */
export interface VoiceSample {
  fileName: string;
  /** Media type of the content. */
  contentType: string;
  path: string;
}

/** As search-community-voice answers. */
export interface CommunityVoice {
  provider_voice_id: string;
  name: string;
  description?: string;
  public_user_id?: string;
}

/** A voice that the account set up here can speak with. */
export interface VendorVoice {
  /** The vendor's own id. */
  voiceId: string;
  /** What the vendor tells about it. */
  traits: { gender?: 'male' | 'female'; accent?: string; age?: string; preview_audio_url?: string };
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
