// Gemini's streamGenerateContent on the wire. https://ai.google.dev/api/generate-content

import type { TestContext } from 'node:test';
import type { FakeAnswer } from './openai.ts';
import type { FakeVendor } from './vendor-server.ts';
import { goodKey, startVendor } from './vendor-server.ts';

/** Starts it; `models` are those that exist. */
export async function startFakeGoogle(t: TestContext, answer: () => FakeAnswer, models: string[]): Promise<FakeVendor> {
  return startVendor(t, {
    refuse(request) {
      const model = /models\/([^:]+):/.exec(request.path)?.[1] ?? '';
      if (request.headers['x-goog-api-key'] !== goodKey)
        return errorOf(403, `API key not valid: ${request.headers['x-goog-api-key'] as string}`);
      return models.includes(model) ? null : errorOf(404, `models/${model} is not found`);
    },
    http(_request, response, fault) {
      const { say = [], tools = [], hang } = answer();
      const usageMetadata = {
        promptTokenCount: 10,
        candidatesTokenCount: say.length,
        totalTokenCount: 10 + say.length,
        cachedContentTokenCount: 4,
      };
      const send = (parts: object[], finishReason?: string): void =>
        void response.write(
          `data: ${JSON.stringify({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...(finishReason && { finishReason }) }], usageMetadata })}\n\n`,
        );
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [index, text] of say.entries()) {
        send([{ text }]);
        if (index > 0) continue;
        if (hang) return;
        if (fault === 'garbage') return void response.end('data: {"candidates": 42}}\n\n');
      }
      send(
        tools.map((tool) => ({ functionCall: { name: tool.name, args: JSON.parse(tool.arguments) as object } })),
        'STOP',
      );
      response.end();
    },
  });
}

function errorOf(status: number, message: string): { status: number; body: string } {
  return { status, body: JSON.stringify({ error: { code: status, message, status: 'FAILED' } }) };
}
