// Cartesia's voices and clones. https://docs.cartesia.ai/api-reference/voices

import type { VendorVoice } from '../../interfaces/voice-library.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { SEARCH_PAGE, type VendorLibrary } from '../voice-library/vendor.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';
import { CLONE_TIMEOUT_MS, createVendorJson, formOf, idIn, listOf, textsOf } from '../wire/vendor-json.ts';

const provider = 'cartesia';
const GENDERS: Record<string, 'male' | 'female'> = { masculine: 'male', feminine: 'female' };

export function createCartesiaLibrary(options: VendorOptions, http: VendorFetch): VendorLibrary {
  const ask = createVendorJson(http, {
    ...options,
    provider,
    defaultBaseUrl: 'https://api.cartesia.ai',
    headers: { 'cartesia-version': '2025-04-16', ...(options.apiKey && { authorization: `Bearer ${options.apiKey}` }) },
  });

  return {
    maxSamples: 1,
    async search(query) {
      const answer = await ask({ path: '/voices', query: { q: query, limit: String(SEARCH_PAGE) } });
      return listOf(provider, answer.data).map((voice) => {
        const { id, name = '', description } = textsOf(voice);
        return { provider_voice_id: idIn(provider, id), name, ...(description && { description }) };
      });
    },
    /** Its public voices speak for every account: there is nothing to add, but the voice must be there. */
    async add({ voiceId }) {
      return voiceOf(await ask({ path: `/voices/${encodeURIComponent(voiceId)}` }));
    },
    async clone({ name, samples }) {
      const body = await formOf({ name, language: 'en' }, 'clip', samples);
      return voiceOf(await ask({ method: 'POST', path: '/voices/clone', body, timeoutMs: CLONE_TIMEOUT_MS }));
    },
  };
}

function voiceOf(answer: Record<string, unknown>): VendorVoice {
  const { id, gender } = textsOf(answer);
  const known = gender === undefined ? undefined : GENDERS[gender];
  return { voiceId: idIn(provider, id), traits: known ? { gender: known } : {} };
}
