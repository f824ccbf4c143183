// Fish Audio's models, as it calls voices. https://docs.fish.audio/api-reference/endpoint/model

import type { VendorVoice } from '../../interfaces/voice-library.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { SEARCH_PAGE, type VendorLibrary } from '../voice-library/vendor.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';
import { CLONE_TIMEOUT_MS, createVendorJson, formOf, idIn, listOf, textsOf } from '../wire/vendor-json.ts';

const provider = 'fish_audio';

export function createFishAudioLibrary(options: VendorOptions, http: VendorFetch): VendorLibrary {
  const ask = createVendorJson(http, {
    ...options,
    provider,
    defaultBaseUrl: 'https://api.fish.audio',
    headers: options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {},
  });

  return {
    maxSamples: 25,
    async search(query) {
      const answer = await ask({
        path: '/model',
        query: { title: query, page_size: String(SEARCH_PAGE), page_number: '1' },
      });
      return listOf(provider, answer.items).map((model) => {
        const { _id, title = '', description } = textsOf(model);
        return { provider_voice_id: idIn(provider, _id), name: title, ...(description && { description }) };
      });
    },
    /** Its public voices speak for every account: there is nothing to add, but the voice must be there. */
    async add({ voiceId }) {
      return voiceOf(await ask({ path: `/model/${encodeURIComponent(voiceId)}` }));
    },
    async clone({ name, samples }) {
      const texts = { type: 'tts', title: name, train_mode: 'fast', visibility: 'private' };
      const body = await formOf(texts, 'voices', samples);
      return voiceOf(await ask({ method: 'POST', path: '/model', body, timeoutMs: CLONE_TIMEOUT_MS }));
    },
  };
}

function voiceOf(answer: Record<string, unknown>): VendorVoice {
  const [sample] = Array.isArray(answer.samples) ? answer.samples : [];
  const { audio } = textsOf(sample);
  return { voiceId: idIn(provider, answer._id), traits: audio ? { preview_audio_url: audio } : {} };
}
