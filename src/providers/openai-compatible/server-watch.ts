// Knows the language model servers to use: the configured one, or those found on localhost. Servers come, go and change their models
// while we run: whoever asks makes it look again.

import { httpBase } from '../wire/base-url.ts';
import type { LocalServerSearch } from './local-server.ts';
import { findLocalServers } from './local-server.ts';

export interface ModelServer {
  /** `llama.cpp`, `ollama`, `openai-compatible`. */
  name: string;
  baseUrl: string;
  /** Never empty; the first is the one to use. */
  models: string[];
}

export interface ServerWatchOptions {
  fetch: typeof globalThis.fetch;
  url: string | null;
  model: string | null;
  apiKey: string | null;
  discovery: boolean;
  ownPorts: readonly number[];
  /** Where to look on localhost; tests name their own. */
  candidates?: LocalServerSearch['candidates'];
  /** Default 10,000. */
  lookAgainMs?: number;
}

export interface ServerWatch {
  /** What is known now, the one to use first. Begins a look in the background, at most every ten seconds. */
  current(): readonly ModelServer[];
  /** Looks now. Never throws. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const defaultLookAgainMs = 10_000;
const firstTimeoutMs = 500;
/** A server that was there may be busy with an answer: it is given more time than one that is looked for. */
const busyTimeoutMs = 2_000;
const listTimeoutMs = 1_500;

/** Does nothing by itself: the first look is the caller's. */
export function createServerWatch(options: ServerWatchOptions): ServerWatch {
  let servers: ModelServer[] = configuredServer(options);
  const lookAgainMs = options.lookAgainMs ?? defaultLookAgainMs;
  let lookedAtMs = -Infinity;
  let looking: Promise<void> | null = null;
  const closing = new AbortController();

  async function look(): Promise<void> {
    const found = options.url === null ? await discover() : await listModels(options.url);
    if (closing.signal.aborted) return;
    // A configured server stays what is asked, there or not: its silence is a fault to be told, not a reason for another mind.
    if (found.length > 0 || options.url === null) servers = found;
  }

  async function discover(): Promise<ModelServer[]> {
    if (!options.discovery) return [];
    const { fetch, ownPorts, candidates, model } = options;
    const timeoutMs = servers.length > 0 ? busyTimeoutMs : firstTimeoutMs;
    const search = { fetch, ownPorts, timeoutMs, signal: closing.signal };
    const found = await findLocalServers({ ...search, ...(candidates && { candidates }) });
    if (model === null) return found;
    const holder = found.find(({ models }) => models.includes(model)) ?? found[0];
    return holder ? [withModel(holder, model), ...found.filter((server) => server !== holder)] : [];
  }

  async function listModels(url: string): Promise<ModelServer[]> {
    const baseUrl = httpBase(url, '/v1');
    const headers: Record<string, string> =
      options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` };
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(listTimeoutMs)]);
      const response = await options.fetch(`${baseUrl}/models`, { headers, signal });
      const answer = (await response.json()) as { data?: { id?: unknown }[] };
      const ids = (answer.data ?? []).map((item) => item.id).filter((id) => typeof id === 'string');
      const server = withModel({ name: 'openai-compatible', baseUrl, models: ids }, options.model);
      return server.models.length > 0 ? [server] : [];
    } catch {
      return [];
    }
  }

  function refresh(): Promise<void> {
    looking ??= look().finally(() => {
      lookedAtMs = performance.now();
      looking = null;
    });
    return looking;
  }

  return {
    current() {
      if (performance.now() - lookedAtMs > lookAgainMs) void refresh();
      return servers;
    },
    refresh,
    async close() {
      closing.abort();
      await looking;
    },
  };
}

/** With address and model both given there is nothing to ask for: the server is used even before it answers. */
function configuredServer({ url, model }: ServerWatchOptions): ModelServer[] {
  if (url === null || model === null) return [];
  return [{ name: 'openai-compatible', baseUrl: httpBase(url, '/v1'), models: [model] }];
}

/** The configured model stands first, listed or not. */
function withModel(server: ModelServer, model: string | null): ModelServer {
  return model === null ? server : { ...server, models: [model, ...server.models.filter((id) => id !== model)] };
}
