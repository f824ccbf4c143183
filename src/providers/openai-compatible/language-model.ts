// Any server that speaks OpenAI's chat completions: llama.cpp, Ollama, vLLM, LiteLLM, a proxy, a fake.

import type { LanguageModel, ModelEvent, ModelRequest } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { createAiSdkLanguageModel } from '../ai-sdk/language-model.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultStallMs } from '../vendor-options.ts';
import { httpBase } from '../wire/base-url.ts';
import { filterEvents } from '../wire/event-filter.ts';
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
    fetch: filterEvents(http),
    ...(options.apiKey && { apiKey: options.apiKey }),
  };
  const mind = createAiSdkLanguageModel({
    provider,
    model,
    load: async () => (await import('@ai-sdk/openai-compatible')).createOpenAICompatible(settings).chatModel(model),
    secret: options.apiKey,
    strictTools: false,
    stopTexts: true,
    stallMs: options.stallMs ?? defaultStallMs,
  });
  return withoutRefusedTools(mind);
}

/**
 * Ollama refuses every request with tools for a model that cannot use them, and llama.cpp does when it was started without its chat
 * templates. Such a model is asked again without tools, and from then on at once: it still talks.
 */
function withoutRefusedTools(mind: LanguageModel): LanguageModel {
  let takesTools = true;

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    if (takesTools && request.tools.length > 0) {
      try {
        yield* mind.stream(request);
        return;
      } catch (error) {
        if (!(error instanceof ProviderError) || !toolsRefused.test(error.message)) throw error;
        takesTools = false;
      }
    }
    yield* mind.stream({ ...request, tools: [] });
  }

  return { ...mind, stream };
}

const toolsRefused = /does not support tools|tools param requires/i;
