// Embeddings by any server that speaks OpenAI's `POST /embeddings`: OpenAI itself, Ollama, llama.cpp, vLLM, text-embeddings-inference.

import type { Embeddings, Passage } from '../../interfaces/embeddings.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { protocolError } from '../wire/failure.ts';
import type { VendorFetch } from '../wire/vendor-fetch.ts';
import { createVendorJson } from '../wire/vendor-json.ts';
import { characterWindows } from './character-windows.ts';

export interface EmbeddingsServerOptions extends VendorOptions {
  /** As the server calls it. */
  model: string;
  /** Characters that it is given at once. */
  windowCharacters: number;
  /** Null: what suits the models of OpenAI. */
  closeCosine: number | null;
}

const PROVIDER = 'embeddings';
const QUESTION_TIMEOUT_MS = 10_000;
const PASSAGES_TIMEOUT_MS = 60_000;
/** Texts in one request. */
const BATCH = 32;
/** OpenAI's older model gives every two texts a high cosine. */
const ADA_CLOSE_COSINE = 0.78;
const CLOSE_COSINE = 0.3;

/** `baseUrl` ends before `/embeddings`. */
export function createServerEmbeddings(options: EmbeddingsServerOptions, http: VendorFetch): Embeddings {
  const { model, apiKey, windowCharacters } = options;
  const ask = createVendorJson(http, {
    ...options,
    provider: PROVIDER,
    defaultBaseUrl: 'https://api.openai.com/v1',
    headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
  });
  let dimensions: number | null = null;

  async function embed(texts: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += BATCH) {
      const input = texts.slice(from, from + BATCH);
      const answer = await ask({
        method: 'POST',
        path: '/embeddings',
        body: { model, input, encoding_format: 'float' },
        timeoutMs,
        signal,
      });
      vectors.push(...readVectors(answer['data'], input.length));
    }
    for (const { length } of vectors) {
      dimensions ??= length;
      if (length !== dimensions)
        throw protocolError(PROVIDER, `vectors of ${dimensions} and of ${length} numbers come from one model`);
    }
    return vectors;
  }

  async function embedPassages(passages: readonly Passage[], signal: AbortSignal): Promise<Float32Array[]> {
    const windows = passages.map(({ heading, text }) => characterWindows(heading, text, windowCharacters));
    const vectors = await embed(windows.flat(), PASSAGES_TIMEOUT_MS, signal);
    let from = 0;
    return windows.map(({ length }) => joined(vectors.slice(from, (from += length))));
  }

  return {
    model: `${model} c${windowCharacters}`,
    closeCosine: options.closeCosine ?? (model.includes('ada-002') ? ADA_CLOSE_COSINE : CLOSE_COSINE),
    get dimensions() {
      return dimensions;
    },
    warm: () => Promise.resolve(),
    questions: (texts, signal) => embed(texts, QUESTION_TIMEOUT_MS, signal),
    passages: embedPassages,
  };
}

/** Throws ProviderError for whatever is not `count` vectors of one length. */
function readVectors(data: unknown, count: number): Float32Array[] {
  const list: unknown[] = Array.isArray(data) ? data : [];
  if (list.length !== count)
    throw protocolError(PROVIDER, `expected ${count} vectors in its answer, got ${list.length}`);
  const vectors: (Float32Array | undefined)[] = new Array<undefined>(count).fill(undefined);
  for (const [i, each] of list.entries()) {
    const { index = i, embedding } = (each ?? {}) as { index?: number; embedding?: unknown };
    vectors[index] = vectorOf(embedding);
  }
  return Array.from({ length: count }, (_, i) => {
    const vector = vectors[i];
    if (vector) return vector;
    throw protocolError(PROVIDER, 'its answer leaves a text without a vector');
  });
}

/** Of length 1. */
function vectorOf(numbers: unknown): Float32Array {
  if (!Array.isArray(numbers) || numbers.length === 0) throw protocolError(PROVIDER, 'a vector in its answer is none');
  const vector = Float32Array.from(numbers as number[]);
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0)
    throw protocolError(PROVIDER, 'a vector in its answer has numbers that are none');
  return vector.map((value) => value / length);
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    all.set(vector, at);
    at += vector.length;
  }
  return all;
}
