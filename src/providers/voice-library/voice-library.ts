// The libraries of all vendors as one: who is set up here, and what their failures mean for a user.

import { ProviderError } from '../../interfaces/provider-error.ts';
import { VoiceLibraryError, type VoiceLibrary, type VoiceVendor } from '../../interfaces/voice-library.ts';
import { createCartesiaLibrary } from '../cartesia/voice-library.ts';
import { createElevenLabsLibrary } from '../elevenlabs/voice-library.ts';
import { createFishAudioLibrary } from '../fish-audio/voice-library.ts';
import { createMiniMaxLibrary } from '../minimax/voice-library.ts';
import { defaultConnectTimeoutMs, type VendorOptions } from '../vendor-options.ts';
import { createVendorFetch, type VendorFetch } from '../wire/vendor-fetch.ts';
import type { VendorLibrary } from './vendor.ts';

type LibraryVendor = Exclude<VoiceVendor, 'platform'>;

export type VoiceLibraryConfig = Record<LibraryVendor, Pick<VendorOptions, 'apiKey' | 'baseUrl'>>;

/** Closes connections that were kept. */
export interface ClosableVoiceLibrary extends VoiceLibrary {
  close(): Promise<void>;
}

const VENDORS: Record<
  LibraryVendor,
  { name: string; setting: string; create: (options: VendorOptions, http: VendorFetch) => VendorLibrary }
> = {
  elevenlabs: { name: 'ElevenLabs', setting: 'ELEVENLABS_API_KEY', create: createElevenLabsLibrary },
  cartesia: { name: 'Cartesia', setting: 'CARTESIA_API_KEY', create: createCartesiaLibrary },
  minimax: { name: 'MiniMax', setting: 'MINIMAX_API_KEY', create: createMiniMaxLibrary },
  fish_audio: { name: 'Fish Audio', setting: 'FISH_AUDIO_API_KEY', create: createFishAudioLibrary },
};

export function createVoiceLibrary(config: VoiceLibraryConfig): ClosableVoiceLibrary {
  const http = createVendorFetch({ connectTimeoutMs: defaultConnectTimeoutMs });

  async function at<T>(vendor: VoiceVendor, work: (library: VendorLibrary) => Promise<T>): Promise<T> {
    if (vendor === 'platform')
      throw new VoiceLibraryError(
        'not_offered',
        `This server cannot copy voices by itself. Choose one of ${Object.keys(VENDORS).join(', ')}.`,
      );
    const { name, setting, create } = VENDORS[vendor];
    const { apiKey, baseUrl } = config[vendor];
    if (apiKey === null && baseUrl === null)
      throw new VoiceLibraryError('not_set_up', `There is no key for ${name} on this server: set ${setting}.`);
    try {
      return await work(create({ apiKey, baseUrl }, http));
    } catch (error) {
      throw explain(error, name, setting);
    }
  }

  return {
    search: (vendor, query) => at(vendor, (library) => library.search(query)),
    add: (vendor, wanted) => at(vendor, (library) => library.add(wanted)),
    clone: (vendor, wanted) =>
      at(vendor, async (library) => {
        if (wanted.samples.length <= library.maxSamples) return library.clone(wanted);
        const most = library.maxSamples === 1 ? 'one file' : `at most ${library.maxSamples} files`;
        throw new VoiceLibraryError('refused', `files: ${vendor} takes ${most}, got ${wanted.samples.length}.`);
      }),
    close: () => http.close(),
  };
}

function explain(error: unknown, name: string, setting: string): unknown {
  if (!(error instanceof ProviderError)) return error;
  const options = { cause: error };
  if (error.category === 'authentication')
    return new VoiceLibraryError('refused', `${name} refuses the key of this server: check ${setting}.`, options);
  const isTheirs = error.retryable || error.category === 'protocol';
  return new VoiceLibraryError(isTheirs ? 'unavailable' : 'refused', `${error.message}.`, options);
}
