// What each vendor's library has to offer.

import type { CommunityVoice, CommunityVoiceWish, VendorVoice, VoiceSample } from '../../interfaces/voice-library.ts';

export interface VendorLibrary {
  /** How many recordings a clone is made from at most. */
  readonly maxSamples: number;
  /** Throws ProviderError, as do the others. */
  search(query: string): Promise<CommunityVoice[]>;
  add(wanted: CommunityVoiceWish): Promise<VendorVoice>;
  clone(wanted: { name: string; samples: VoiceSample[] }): Promise<VendorVoice>;
}

/** Voices of one answer to a search. */
export const SEARCH_PAGE = 30;
