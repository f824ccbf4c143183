// OpenAI's chat completions. https://platform.openai.com/docs/api-reference/chat

import type { LanguageModel } from '../../interfaces/language-model.ts';
import { createAiSdkLanguageModel } from '../ai-sdk/language-model.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultStallMs } from '../vendor-options.ts';
import { httpBase } from '../wire/base-url.ts';
import { filterEvents } from '../wire/event-filter.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';

/** `model` as on OpenAI's wire. Models that think are told to think as little as they can: a caller is waiting. */
export function createOpenAiLanguageModel(options: VendorOptions, http: VendorFetch, model: string): LanguageModel {
  const settings = {
    apiKey: options.apiKey ?? 'none',
    baseURL: httpBase(options.baseUrl ?? 'https://api.openai.com/v1', '/v1'),
    fetch: filterEvents(http),
  };
  const reasoningEffort = leastEffort(model);
  return createAiSdkLanguageModel({
    provider: 'openai',
    model,
    load: async () => (await import('@ai-sdk/openai')).createOpenAI(settings).chat(model),
    secret: options.apiKey,
    strictTools: true,
    // Models that think refuse a request with stop texts.
    stopTexts: !/^(o\d|gpt-([5-9]|\d{2}))/.test(model),
    stallMs: options.stallMs ?? defaultStallMs,
    // Models without the tier are asked without it. https://platform.openai.com/docs/guides/priority-processing
    providerOptions: (highPriority) => ({
      openai: { ...(reasoningEffort && { reasoningEffort }), ...(highPriority && { serviceTier: 'priority' }) },
    }),
  });
}

/**
 * From gpt-5.1 on `none` is known, before it gpt-5's `minimal`, to the o series `low`; their pro, chat and codex variants are left to
 * themselves, each refuses others. Undefined also for models that do not think. https://platform.openai.com/docs/guides/reasoning
 */
function leastEffort(model: string): 'minimal' | 'none' | 'low' | undefined {
  if (/pro|chat|codex|search|o1-(mini|preview)/.test(model)) return undefined;
  if (/^o\d/.test(model)) return 'low';
  const match = /^gpt-5(\.\d+)?/.exec(model);
  if (!match) return undefined;
  return match[1] ? 'none' : 'minimal';
}
