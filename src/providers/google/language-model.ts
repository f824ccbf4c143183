// Google's Gemini API. https://ai.google.dev/api/generate-content

import type { LanguageModel } from '../../interfaces/language-model.ts';
import { createAiSdkLanguageModel } from '../ai-sdk/language-model.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultStallMs } from '../vendor-options.ts';
import { httpBase } from '../wire/base-url.ts';
import { filterEvents } from '../wire/event-filter.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';

/** `model` as on Google's wire. Models that think are told to think as little as they can. */
export function createGoogleLanguageModel(options: VendorOptions, http: VendorFetch, model: string): LanguageModel {
  const settings = {
    apiKey: options.apiKey ?? 'none',
    baseURL: httpBase(options.baseUrl ?? 'https://generativelanguage.googleapis.com/v1beta', '/v1beta'),
    fetch: filterEvents(http),
  };
  const thinkingConfig = leastThinking(model);
  return createAiSdkLanguageModel({
    provider: 'google',
    model,
    load: async () => (await import('@ai-sdk/google')).createGoogleGenerativeAI(settings)(model),
    secret: options.apiKey,
    strictTools: false,
    stopTexts: true,
    stallMs: options.stallMs ?? defaultStallMs,
    ...(thinkingConfig && { providerOptions: () => ({ google: { thinkingConfig } }) }),
  });
}

/** Gemini 2.5 flash models take a budget of zero, Gemini 3 a level; others are left as they are. */
function leastThinking(model: string): { thinkingBudget: number } | { thinkingLevel: string } | undefined {
  if (/^gemini-2\.5-flash/.test(model)) return { thinkingBudget: 0 };
  if (/^gemini-3.*flash/.test(model)) return { thinkingLevel: 'minimal' };
  return undefined;
}
