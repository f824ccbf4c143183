// ElevenLabs' voice library and instant clones. https://elevenlabs.io/docs/api-reference/voices

import { ProviderError } from '../../interfaces/provider-error.ts';
import type { VendorVoice } from '../../interfaces/voice-library.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { SEARCH_PAGE, type VendorLibrary } from '../voice-library/vendor.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';
import { CLONE_TIMEOUT_MS, createVendorJson, formOf, idIn, listOf, textsOf } from '../wire/vendor-json.ts';

const provider = 'elevenlabs';

export function createElevenLabsLibrary(options: VendorOptions, http: VendorFetch): VendorLibrary {
  const ask = createVendorJson(http, {
    ...options,
    provider,
    defaultBaseUrl: 'https://api.elevenlabs.io',
    headers: options.apiKey ? { 'xi-api-key': options.apiKey } : {},
  });

  /** The voice is there already: what cannot be learned about it now is left out. */
  async function describe(voiceId: string): Promise<VendorVoice> {
    const voice = await ask({ path: `/v1/voices/${encodeURIComponent(voiceId)}` }).catch(() => ({}));
    const { labels } = voice as { labels?: unknown };
    const { gender, accent, age } = textsOf(labels);
    const { preview_url } = textsOf(voice);
    return {
      voiceId,
      traits: {
        ...((gender === 'male' || gender === 'female') && { gender }),
        ...(accent && { accent }),
        ...(age && { age }),
        ...(preview_url && { preview_audio_url: preview_url }),
      },
    };
  }

  return {
    maxSamples: 25,
    async search(query) {
      const answer = await ask({
        path: '/v1/shared-voices',
        query: { search: query, page_size: String(SEARCH_PAGE) },
      });
      return listOf(provider, answer.voices).map((voice) => {
        const { voice_id, name = '', description, public_owner_id } = textsOf(voice);
        return {
          provider_voice_id: idIn(provider, voice_id),
          name,
          ...(description && { description }),
          ...(public_owner_id && { public_user_id: public_owner_id }),
        };
      });
    },
    async add({ voiceId, name, publicUserId }) {
      if (publicUserId === null)
        throw new ProviderError('elevenlabs: public_user_id is needed, the owner of the voice as the search names it', {
          provider,
          category: 'bad_request',
        });
      const path = `/v1/voices/add/${encodeURIComponent(publicUserId)}/${encodeURIComponent(voiceId)}`;
      const { voice_id } = await ask({ method: 'POST', path, body: { new_name: name } });
      return describe(idIn(provider, voice_id));
    },
    async clone({ name, samples }) {
      const body = await formOf({ name }, 'files', samples);
      const { voice_id } = await ask({ method: 'POST', path: '/v1/voices/add', body, timeoutMs: CLONE_TIMEOUT_MS });
      return describe(idIn(provider, voice_id));
    },
  };
}
