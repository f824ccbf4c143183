// A language model that answers by what the test wrote down, one list of events for each request.

import type { LanguageModel, ModelEvent, ModelRequest } from '../../src/interfaces/language-model.ts';

export interface ScriptedModel extends LanguageModel {
  readonly requests: ModelRequest[];
}

/** Texts, and calls of tools as `[name, arguments]`. */
export type ScriptedReply = (string | [name: string, args: object])[];

/** The last reply is repeated. */
export function scriptedModel(...replies: ScriptedReply[]): ScriptedModel {
  const requests: ModelRequest[] = [];
  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    const reply = replies[Math.min(requests.length, replies.length - 1)] ?? [];
    requests.push(request);
    for (const [index, part] of reply.entries()) {
      if (typeof part === 'string') yield { is: 'text', text: part };
      else {
        const [name, args] = part;
        yield { is: 'tool', call: { id: `call_${requests.length}_${index}`, name, arguments: JSON.stringify(args) } };
      }
    }
    yield { is: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } };
  }
  return { provider: 'scripted', model: 'test', requests, stream };
}
