// A mind with its lines written down: replies, tool calls, failures and pacing, in order. For tests and reproductions.

import type { LanguageModel, ModelEvent, ModelRequest } from '../../interfaces/language-model.ts';

/** One answer of the mind. */
export interface ScriptedTurn {
  /** Text, or pieces of it as a stream would bring them. */
  say?: string | readonly string[];
  /** `arguments` is JSON text or a value. */
  tools?: readonly { name: string; arguments?: unknown }[];
  /** Waits for this before the first event: a test holds the answer back without sleeping. */
  after?: Promise<unknown>;
  /** Is thrown once the pieces of `say` are out. */
  fail?: Error;
  finish?: 'stop' | 'tools' | 'length';
}

export interface ScriptedMindOptions {
  /** In order; or a function of the request and its number. Beyond the list the mind says "I have no more lines." */
  turns: readonly ScriptedTurn[] | ((request: ModelRequest, index: number) => ScriptedTurn);
  provider?: string;
  model?: string;
}

export interface ScriptedMind extends LanguageModel {
  /** Every request, oldest first. */
  readonly requests: readonly ModelRequest[];
}

/** Makes a deterministic language model. Usage: one token a word, in and out. */
export function createScriptedMind(options: ScriptedMindOptions): ScriptedMind {
  const requests: ModelRequest[] = [];
  const turnAt = (request: ModelRequest, index: number): ScriptedTurn =>
    typeof options.turns === 'function'
      ? options.turns(request, index)
      : (options.turns[index] ?? { say: 'I have no more lines.' });

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    const turn = turnAt(request, requests.push(request) - 1);
    if (turn.after) await orAborted(turn.after, request.signal);
    const pieces = typeof turn.say === 'string' ? [turn.say] : (turn.say ?? []);
    for (const text of pieces) {
      request.signal.throwIfAborted();
      yield { is: 'text', text };
    }
    request.signal.throwIfAborted();
    if (turn.fail) throw turn.fail;
    for (const [index, tool] of (turn.tools ?? []).entries()) {
      const args = typeof tool.arguments === 'string' ? tool.arguments : JSON.stringify(tool.arguments ?? {});
      yield { is: 'tool', call: { id: `call_${requests.length}_${index}`, name: tool.name, arguments: args } };
    }
    const inputTokens = request.messages.reduce((sum, message) => sum + countWords(message.content), 0);
    yield {
      is: 'finish',
      reason: turn.finish ?? (turn.tools?.length ? 'tools' : 'stop'),
      usage: { inputTokens, outputTokens: countWords(pieces.join('')), cachedInputTokens: 0 },
    };
  }

  return { provider: options.provider ?? 'scripted', model: options.model ?? 'script', requests, stream };
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/** Waits for `promise`, or throws the signal's reason when that comes first. */
async function orAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
