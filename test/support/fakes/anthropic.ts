// Anthropic's messages stream on the wire. https://docs.anthropic.com/en/docs/build-with-claude/streaming

import type { TestContext } from 'node:test';
import type { FakeAnswer } from './openai.ts';
import type { FakeVendor } from './vendor-server.ts';
import { goodKey, startVendor } from './vendor-server.ts';

/** Starts it; `models` are those that exist. */
export async function startFakeAnthropic(
  t: TestContext,
  answer: () => FakeAnswer,
  models: string[],
): Promise<FakeVendor> {
  return startVendor(t, {
    refuse(request) {
      if (request.headers['x-api-key'] !== goodKey)
        return errorOf(401, 'authentication_error', `invalid x-api-key ${request.headers['x-api-key'] as string}`);
      const { model, messages } = request.body as { model: string; messages: { role: string }[] };
      if (!models.includes(model)) return errorOf(404, 'not_found_error', `model: ${model}`);
      // As Claude since 4.6.
      if (messages.at(-1)?.role !== 'user')
        return errorOf(400, 'invalid_request_error', 'The conversation must end with a user message.');
      return null;
    },
    http(request, response, fault) {
      const { say = [], tools = [], hang } = answer();
      const send = (type: string, data: object): void =>
        void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
      const { model } = request.body as { model: string };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send('message_start', {
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 6, cache_read_input_tokens: 4, cache_creation_input_tokens: 0, output_tokens: 1 },
        },
      });
      send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
      for (const [index, text] of say.entries()) {
        send('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
        if (index > 0) continue;
        if (hang) return;
        if (fault === 'garbage') return void response.end('event: content_block_delta\ndata: {"type": 42}}\n\n');
      }
      send('content_block_stop', { index: 0 });
      for (const [at, tool] of tools.entries()) {
        const index = at + 1;
        send('content_block_start', {
          index,
          content_block: { type: 'tool_use', id: tool.id, name: tool.name, input: {} },
        });
        send('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: tool.arguments } });
        send('content_block_stop', { index });
      }
      const stop_reason = tools.length > 0 ? 'tool_use' : 'end_turn';
      send('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: say.length } });
      send('message_stop', {});
      response.end();
    },
  });
}

function errorOf(status: number, type: string, message: string): { status: number; body: string } {
  return { status, body: JSON.stringify({ type: 'error', error: { type, message } }) };
}
