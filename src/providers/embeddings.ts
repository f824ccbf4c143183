// Which embeddings knowledge bases are looked up with: those of a server that is set up, else the model of this machine. One for the whole
// installation, because vectors of two models cannot be compared.

import type { Embeddings } from '../interfaces/embeddings.ts';
import { createServerEmbeddings } from './openai-compatible/index.ts';
import { defaultConnectTimeoutMs } from './vendor-options.ts';
import { createVendorFetch } from './wire/vendor-fetch.ts';

export interface EmbeddingsConfig {
  /** Base address of an OpenAI-compatible server, with its /v1; null: the model of this machine. */
  url: string | null;
  model: string;
  apiKey: string | null;
  windowCharacters: number;
  /** Null: by the model. */
  closeCosine: number | null;
}

/** `close` ends connections of its own; the local part is closed by who made it. */
export function chooseEmbeddings(
  config: EmbeddingsConfig,
  local: Embeddings,
): { embeddings: Embeddings; close(): Promise<void> } {
  if (config.url === null) return { embeddings: local, close: () => Promise.resolve() };
  const http = createVendorFetch({ connectTimeoutMs: defaultConnectTimeoutMs });
  const embeddings = createServerEmbeddings({ ...config, baseUrl: config.url }, http);
  return { embeddings, close: () => http.close() };
}
