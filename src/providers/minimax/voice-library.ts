// MiniMax's voices and clones. https://platform.minimax.io/docs/api-reference/voice-management-get

import { randomBytes } from 'node:crypto';
import type { CommunityVoice } from '../../interfaces/voice-library.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { SEARCH_PAGE, type VendorLibrary } from '../voice-library/vendor.ts';
import { protocolError, refusalError } from '../wire/failure.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';
import {
  CLONE_TIMEOUT_MS,
  createVendorJson,
  formOf,
  idIn,
  listOf,
  textsOf,
  type VendorQuestion,
} from '../wire/vendor-json.ts';

const provider = 'minimax';
/** Its own codes, sent with HTTP status 200. */
const STATUS_OF_CODE: Record<number, number> = { 1002: 429, 1004: 401, 1008: 402, 2013: 400, 2049: 401 };

export function createMiniMaxLibrary(options: VendorOptions, http: VendorFetch): VendorLibrary {
  const askHttp = createVendorJson(http, {
    ...options,
    provider,
    defaultBaseUrl: 'https://api.minimax.io',
    headers: options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {},
  });

  /** Throws for a refusal inside an answer as for any other. */
  async function ask(question: VendorQuestion): Promise<Record<string, unknown>> {
    const answer = await askHttp({ method: 'POST', ...question });
    const { status_code = 0, status_msg = '' } = (answer.base_resp ?? {}) as {
      status_code?: number;
      status_msg?: string;
    };
    if (status_code === 0) return answer;
    const status = STATUS_OF_CODE[status_code] ?? 400;
    throw refusalError({ provider, status, body: JSON.stringify({ message: status_msg }), secret: options.apiKey });
  }

  /** It has no search of its own. */
  async function systemVoices(): Promise<CommunityVoice[]> {
    const answer = await ask({ path: '/v1/get_voice', body: { voice_type: 'system' } });
    return listOf(provider, answer.system_voice).map((voice) => {
      const { voice_id, voice_name } = textsOf(voice);
      const lines = Array.isArray(voice.description)
        ? voice.description.filter((line) => typeof line === 'string')
        : [];
      const id = idIn(provider, voice_id);
      return {
        provider_voice_id: id,
        name: voice_name ?? id,
        ...(lines.length > 0 && { description: lines.join(' ') }),
      };
    });
  }

  return {
    maxSamples: 1,
    async search(query) {
      const wanted = query.toLowerCase();
      const all = await systemVoices();
      return all.filter((voice) => Object.values(voice).join(' ').toLowerCase().includes(wanted)).slice(0, SEARCH_PAGE);
    },
    async add({ voiceId }) {
      const voices = await systemVoices();
      if (voices.some((voice) => voice.provider_voice_id === voiceId)) return { voiceId, traits: {} };
      throw refusalError({ provider, status: 404, body: `there is no voice ${voiceId.slice(0, 80)}`, secret: null });
    },
    async clone({ samples }) {
      const body = await formOf({ purpose: 'voice_clone' }, 'file', samples);
      const upload = await ask({ path: '/v1/files/upload', body, timeoutMs: CLONE_TIMEOUT_MS });
      const file_id = (upload.file as { file_id?: unknown } | undefined)?.file_id;
      if (typeof file_id !== 'number' && typeof file_id !== 'string')
        throw protocolError(provider, 'its answer has no id of the file');
      // The id is ours to choose: 8 characters or more, a letter first.
      const voiceId = `Ringback${randomBytes(10).toString('hex')}`;
      await ask({ path: '/v1/voice_clone', body: { file_id, voice_id: voiceId }, timeoutMs: CLONE_TIMEOUT_MS });
      return { voiceId, traits: {} };
    },
  };
}
