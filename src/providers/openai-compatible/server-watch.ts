// Knows the language model server to use: the configured one, or one found on localhost. Looks again when it is asked for and missing.

import { httpBase } from '../wire/base-url.ts';
import { findLocalServer } from './local-server.ts';

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
}

export interface ServerWatch {
  /** Null while there is none; then a look in the background begins, at most every ten seconds. */
  current(): ModelServer | null;
  /** Looks now. Never throws. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const lookAgainMs = 10_000;
const listTimeoutMs = 1_500;

/** Does nothing by itself: the first look is the caller's. */
export function createServerWatch(options: ServerWatchOptions): ServerWatch {
  let server: ModelServer | null = configuredServer(options);
  let lookedAtMs = -Infinity;
  let looking: Promise<void> | null = null;
  const closing = new AbortController();

  async function look(): Promise<void> {
    const found = options.url === null ? await discover() : await listModels(options.url);
    if (found && !closing.signal.aborted) server = found;
  }

  async function discover(): Promise<ModelServer | undefined> {
    if (!options.discovery) return undefined;
    const found = await findLocalServer(options);
    const { model } = options;
    return found && model !== null ? { ...found, models: [model, ...found.models] } : found;
  }

  async function listModels(url: string): Promise<ModelServer | undefined> {
    const baseUrl = httpBase(url, '/v1');
    const headers: Record<string, string> =
      options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` };
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(listTimeoutMs)]);
      const response = await options.fetch(`${baseUrl}/models`, { headers, signal });
      const answer = (await response.json()) as { data?: { id?: unknown }[] };
      const ids = (answer.data ?? []).map((item) => item.id).filter((id) => typeof id === 'string');
      const models = options.model === null ? ids : [options.model, ...ids.filter((id) => id !== options.model)];
      return models.length > 0 ? { name: 'openai-compatible', baseUrl, models } : undefined;
    } catch {
      return undefined;
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
      if (!server && performance.now() - lookedAtMs > lookAgainMs) void refresh();
      return server;
    },
    refresh,
    async close() {
      closing.abort();
      await looking;
    },
  };
}

/** With address and model both given there is nothing to ask for: the server is used even before it answers. */
function configuredServer(options: ServerWatchOptions): ModelServer | null {
  if (options.url === null || options.model === null) return null;
  return { name: 'openai-compatible', baseUrl: httpBase(options.url, '/v1'), models: [options.model] };
}
