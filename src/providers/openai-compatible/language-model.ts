// Any server that speaks OpenAI's chat completions: llama.cpp, Ollama, vLLM, LiteLLM, a proxy, a fake.

import type { LanguageModel } from '../../interfaces/language-model.ts';
import { createAiSdkLanguageModel } from '../ai-sdk/language-model.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultStallMs } from '../vendor-options.ts';
import { httpBase } from '../wire/base-url.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';

/** `baseUrl` is required here; `name` is how the server is called in logs (`openai-compatible`, `llama.cpp`, `ollama`). */
export function createOpenAiCompatibleLanguageModel(
  options: VendorOptions & { baseUrl: string; name?: string },
  http: VendorFetch,
  model: string,
): LanguageModel {
  const provider = options.name ?? 'openai-compatible';
  const settings = {
    name: 'server',
    baseURL: httpBase(options.baseUrl, '/v1'),
    includeUsage: true,
    supportsStructuredOutputs: true,
    fetch: http.fetch,
    ...(options.apiKey && { apiKey: options.apiKey }),
  };
  return createAiSdkLanguageModel({
    provider,
    model,
    load: async () => (await import('@ai-sdk/openai-compatible')).createOpenAICompatible(settings).chatModel(model),
    secret: options.apiKey,
    strictTools: false,
    stopTexts: true,
    stallMs: options.stallMs ?? defaultStallMs,
  });
}
