// OpenAI's chat completions on the wire: server-sent events, tools, usage, errors.

import type { ServerResponse } from 'node:http';
import type { FakeVendor, Fault, VendorRequest } from './vendor-server.ts';
import { goodKey, startVendor } from './vendor-server.ts';
import type { Scope } from '../scope.ts';

/** What the fake model answers. */
export interface FakeAnswer {
  say?: string[];
  tools?: { id: string; name: string; arguments: string }[];
  finish?: 'stop' | 'tool_calls' | 'length';
  /** Stops after the first piece and never goes on. */
  hang?: boolean;
}

export interface FakeOpenAiOptions {
  answer?: (body: OpenAiBody, index: number) => FakeAnswer;
  /** Models that exist; any when not given. */
  models?: string[];
  /** Do not ask for a key. */
  isOpen?: boolean;
}

export interface OpenAiBody {
  model: string;
  messages: { role: string; content: unknown; tool_calls?: unknown[]; tool_call_id?: string }[];
  tools?: { type: string; function: { name: string; parameters: Record<string, unknown>; strict?: boolean } }[];
  [name: string]: unknown;
}

/** Starts it. Default answer: "Hello there, caller." in three pieces. */
export async function startFakeOpenAi(t: Scope, options: FakeOpenAiOptions = {}): Promise<FakeVendor> {
  let answers = 0;
  return startVendor(t, {
    refuse(request) {
      if (!options.isOpen && request.headers.authorization !== `Bearer ${goodKey}`) {
        const used = String(request.headers.authorization ?? '').replace('Bearer ', '');
        return errorOf(401, `Incorrect API key provided: ${used}.`, 'invalid_api_key');
      }
      const { model } = (request.body ?? {}) as Partial<OpenAiBody>;
      if (model !== undefined && options.models && !options.models.includes(model)) {
        return errorOf(404, `The model \`${model}\` does not exist`, 'model_not_found');
      }
      return null;
    },
    http(request, response, fault) {
      if (request.path.endsWith('/models')) return listModels(response, options.models ?? []);
      const answer = options.answer?.(request.body as OpenAiBody, answers++) ?? {
        say: ['Hello', ' there,', ' caller.'],
      };
      stream(request, response, answer, fault);
    },
  });
}

function errorOf(status: number, message: string, code: string): { status: number; body: string } {
  return { status, body: JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } }) };
}

function listModels(response: ServerResponse, models: string[]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ object: 'list', data: models.map((id) => ({ id, object: 'model', owned_by: 'llamacpp' })) }),
  );
}

function stream(request: VendorRequest, response: ServerResponse, answer: FakeAnswer, fault: Fault | null): void {
  const body = request.body as OpenAiBody;
  const base = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: body.model };
  const chunk = (delta: object, finish_reason: string | null = null): string =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const pieces = answer.say ?? [];

  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk({ role: 'assistant', content: '' }));
  for (const [index, piece] of pieces.entries()) {
    response.write(chunk({ content: piece }));
    if (index > 0) continue;
    if (answer.hang) return;
    if (fault === 'garbage') return void response.end('data: {"choices": [{"delta": 42}}}\n\n');
  }
  for (const [index, tool] of (answer.tools ?? []).entries()) {
    const call = { index, id: tool.id, type: 'function', function: { name: tool.name, arguments: '' } };
    response.write(chunk({ tool_calls: [call] }));
    response.write(chunk({ tool_calls: [{ index, function: { arguments: tool.arguments } }] }));
  }
  response.write(chunk({}, answer.finish ?? (answer.tools ? 'tool_calls' : 'stop')));
  if ((body.stream_options as { include_usage?: boolean } | undefined)?.include_usage) {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: pieces.length,
      total_tokens: 10 + pieces.length,
      prompt_tokens_details: { cached_tokens: 4 },
    };
    response.write(`data: ${JSON.stringify({ ...base, choices: [], usage })}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}
