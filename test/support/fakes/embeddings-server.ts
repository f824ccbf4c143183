// A server with OpenAI's `POST /embeddings`, scripted: every answer is made by `answer`.

import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface EmbeddingsRequest {
  path: string;
  authorization: string | undefined;
  model: string;
  input: string[];
}

export interface EmbeddingsServer {
  /** With /v1. */
  url: string;
  requests: EmbeddingsRequest[];
  close(): Promise<void>;
}

type Answer = (
  request: EmbeddingsRequest,
) => { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>;

export async function startEmbeddingsServer(answer: Answer): Promise<EmbeddingsServer> {
  const requests: EmbeddingsRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { model, input } = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; input: string[] };
      const asked = { path: request.url ?? '', authorization: request.headers.authorization, model, input };
      requests.push(asked);
      void Promise.resolve(answer(asked)).then(({ status = 200, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A vector of `dimensions` numbers that is the same for the same words, in whatever order. */
export function bagOfWords(text: string, dimensions = 64): number[] {
  const vector = new Array<number>(dimensions).fill(0.001);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    let hash = 7;
    for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    vector[hash % dimensions] = (vector[hash % dimensions] as number) + 1;
  }
  return vector;
}

/** An answer in OpenAI's form. */
export function embeddingsAnswer(vectors: readonly number[][]): { body: unknown } {
  return {
    body: { object: 'list', data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })) },
  };
}
