// Which mind answers a call: the vendor of the model that the agent names, else another one that is set up, else a language model server,
// else the guide.

import type { LanguageModel } from '../interfaces/language-model.ts';
import type { Choice, ProviderStatus } from '../interfaces/providers.ts';
import { createAnthropicLanguageModel } from './anthropic/index.ts';
import { createGoogleLanguageModel } from './google/index.ts';
import type { MindVendor, ModelRoute } from './models.ts';
import { defaultModels, routeModel } from './models.ts';
import type { ModelServer } from './openai-compatible/index.ts';
import { createOpenAiCompatibleLanguageModel, createServerWatch } from './openai-compatible/index.ts';
import { createOpenAiLanguageModel } from './openai/index.ts';
import { createGuide } from './scripted/index.ts';
import type { VendorOptions } from './vendor-options.ts';
import { defaultConnectTimeoutMs } from './vendor-options.ts';
import { createVendorFetch } from './wire/vendor-fetch.ts';

export interface MindsConfig {
  vendors: Record<MindVendor, { apiKey: string | null; baseUrl: string | null }>;
  /** An OpenAI-compatible server, or the search for one on localhost. */
  llm: { url: string | null; model: string | null; apiKey: string | null; discovery: boolean };
  /** Our own ports: not a language model server. */
  ownPorts: readonly number[];
}

export interface Minds {
  choose(model: string | null): Choice<LanguageModel>;
  status(): ProviderStatus;
  close(): Promise<void>;
}

const vendorNames: Record<MindVendor, string> = { openai: 'OpenAI', anthropic: 'Anthropic', google: 'Google' };
const factories = {
  openai: createOpenAiLanguageModel,
  anthropic: createAnthropicLanguageModel,
  google: createGoogleLanguageModel,
};
const change = 'Set OPENAI_API_KEY, ANTHROPIC_API_KEY or GOOGLE_API_KEY, or RINGBACK_LLM_URL for a server of your own.';

/** Looks for a server once before it resolves, when no vendor is set up. */
export async function createMinds(config: MindsConfig): Promise<Minds> {
  const http = createVendorFetch({ connectTimeoutMs: defaultConnectTimeoutMs });
  const servers = createServerWatch({ fetch: http.fetch, ...config.llm, ownPorts: config.ownPorts });
  const made = new Map<string, LanguageModel>();
  const guide = createGuide();
  const isSetUp = (vendor: MindVendor): boolean =>
    config.vendors[vendor].apiKey !== null || config.vendors[vendor].baseUrl !== null;
  await servers.refresh();

  function once(key: string, make: () => LanguageModel): LanguageModel {
    const model = made.get(key) ?? make();
    made.set(key, model);
    return model;
  }

  function atVendor(route: ModelRoute): Choice<LanguageModel> {
    const { vendor, model } = route;
    const options: VendorOptions = config.vendors[vendor];
    const use = once(`${vendor} ${model}`, () => factories[vendor](options, http, model));
    return { use, provider: vendor, name: model, substituted: null };
  }

  function atServer(server: ModelServer, model: string): Choice<LanguageModel> {
    const options = { apiKey: config.llm.apiKey, baseUrl: server.baseUrl, name: server.name };
    const use = once(`${server.baseUrl} ${model}`, () => createOpenAiCompatibleLanguageModel(options, http, model));
    return { use, provider: server.name, name: model, substituted: null };
  }

  /** The best there is when nothing in particular is asked for. */
  function usual(): Choice<LanguageModel> {
    const route = defaultModels.find(({ vendor }) => isSetUp(vendor));
    if (route) return atVendor(route);
    const [server] = servers.current();
    if (server) return atServer(server, server.models[0] as string);
    return { use: guide, provider: 'scripted', name: 'guide', substituted: null };
  }

  function choose(model: string | null): Choice<LanguageModel> {
    if (model === null || model === '') return usual();
    if (model === 'guide' || model === 'scripted')
      return { use: guide, provider: 'scripted', name: 'guide', substituted: null };
    const server = servers.current().find(({ models }) => models.includes(model));
    if (server) return atServer(server, model);
    const route = routeModel(model);
    if (route && isSetUp(route.vendor)) return atVendor(route);
    // A name that tells no vendor, and an address put in OpenAI's place: whatever stands there may know it.
    if (!route && config.vendors.openai.baseUrl !== null) return atVendor({ vendor: 'openai', model });
    return { ...usual(), substituted: { wanted: model, why: whyNot(route) } };
  }

  function whyNot(route: ModelRoute | undefined): string {
    if (!route) return 'no language model server here has this model';
    return `no key for ${vendorNames[route.vendor]}: set ${route.vendor.toUpperCase()}_API_KEY`;
  }

  return {
    choose,
    status() {
      const { provider, name } = usual();
      return { role: 'thinking', provider, name, ready: true, detail: detailOf(provider), change };
    },
    async close() {
      await servers.close();
      await http.close();
    },
  };
}

function detailOf(provider: string): string {
  if (provider === 'scripted') return 'a scripted guide: no language model is configured';
  return provider in vendorNames ? `${vendorNames[provider as MindVendor]}, in the cloud` : 'a language model server';
}
