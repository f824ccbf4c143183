// Anthropic's messages API. https://docs.anthropic.com/en/api/messages

import type { LanguageModel } from '../../interfaces/language-model.ts';
import { createAiSdkLanguageModel } from '../ai-sdk/language-model.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultStallMs } from '../vendor-options.ts';
import { httpBase } from '../wire/base-url.ts';
import { filterEvents } from '../wire/event-filter.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';

/** Others may come at any time and are to be passed over. https://docs.anthropic.com/en/docs/build-with-claude/streaming#other-events */
const knownEvents = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'error',
]);

/** `model` as on Anthropic's wire. */
export function createAnthropicLanguageModel(options: VendorOptions, http: VendorFetch, model: string): LanguageModel {
  const settings = {
    apiKey: options.apiKey ?? 'none',
    baseURL: httpBase(options.baseUrl ?? 'https://api.anthropic.com/v1', '/v1'),
    fetch: filterEvents(http, (event) => event === '' || knownEvents.has(event)),
  };
  return createAiSdkLanguageModel({
    provider: 'anthropic',
    model,
    load: async () => (await import('@ai-sdk/anthropic')).createAnthropic(settings)(model),
    secret: options.apiKey,
    strictTools: false,
    stopTexts: true,
    stallMs: options.stallMs ?? defaultStallMs,
  });
}
