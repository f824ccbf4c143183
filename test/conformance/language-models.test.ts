import type { TestContext } from 'node:test';
import { createAnthropicLanguageModel } from '../../src/providers/anthropic/index.ts';
import { createGoogleLanguageModel } from '../../src/providers/google/index.ts';
import { createOpenAiCompatibleLanguageModel } from '../../src/providers/openai-compatible/index.ts';
import { createOpenAiLanguageModel } from '../../src/providers/openai/index.ts';
import type { VendorFetch } from '../../src/providers/wire/vendor-fetch.ts';
import { createVendorFetch } from '../../src/providers/wire/vendor-fetch.ts';
import { startFakeAnthropic } from '../support/fakes/anthropic.ts';
import { startFakeGoogle } from '../support/fakes/google.ts';
import { startFakeOpenAi } from '../support/fakes/openai.ts';
import { languageModelConformance } from './language-model.ts';

function http(t: TestContext): VendorFetch {
  const vendorFetch = createVendorFetch({ connectTimeoutMs: 2_000 });
  t.after(() => vendorFetch.close());
  return vendorFetch;
}

languageModelConformance({
  name: 'openai',
  model: 'gpt-4.1',
  start: (t, answer) => startFakeOpenAi(t, { answer, models: ['gpt-4.1'] }),
  connect: (t, options) => createOpenAiLanguageModel(options, http(t), options.model),
});

languageModelConformance({
  name: 'openai-compatible',
  model: 'qwen3',
  start: (t, answer) => startFakeOpenAi(t, { answer, models: ['qwen3'] }),
  connect: (t, options) => createOpenAiCompatibleLanguageModel(options, http(t), options.model),
});

languageModelConformance({
  name: 'anthropic',
  model: 'claude-sonnet-4-5',
  start: (t, answer) => startFakeAnthropic(t, answer, ['claude-sonnet-4-5']),
  connect: (t, options) => createAnthropicLanguageModel(options, http(t), options.model),
});

languageModelConformance({
  name: 'google',
  model: 'gemini-2.5-flash',
  start: (t, answer) => startFakeGoogle(t, answer, ['gemini-2.5-flash']),
  connect: (t, options) => createGoogleLanguageModel(options, http(t), options.model),
});
