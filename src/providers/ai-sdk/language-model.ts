// One adapter for every vendor that the AI SDK has a provider model for: `doStream()` behind our LanguageModel.

import type {
  JSONSchema7,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { APICallError } from '@ai-sdk/provider';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { lostError, protocolError, refusalError, timeoutError } from '../wire/failure.ts';
import { toPrompt } from './messages.ts';
import { withoutSilentRefusals } from './refusals.ts';
import { canBeStrict, toStrictSchema } from './strict-schema.ts';

export interface AiSdkOptions {
  /** Our name of the provider. */
  provider: string;
  /** The name on the vendor's wire. */
  model: string;
  /** Loads the vendor's package: 25 MB and a tenth of a second that only those pay who use it. Called at once. */
  load: () => Promise<LanguageModelV4>;
  /** Never repeated in a message. */
  secret: string | null;
  /** Can it be held to a tool's schema? */
  strictTools: boolean;
  /** Does it take texts that end its output? Those who ask for them watch the output as well. */
  stopTexts: boolean;
  /** As the AI SDK's provider takes them; told whether the request is one of high priority. */
  providerOptions?: (highPriority: boolean) => LanguageModelV4CallOptions['providerOptions'];
  /** Until the first part of the answer, then between parts. */
  stallMs: number;
}

/** Puts a provider model of the AI SDK behind our interface. */
export function createAiSdkLanguageModel(options: AiSdkOptions): LanguageModel {
  const { provider, secret } = options;
  const loading = options.load();
  // Whoever streams first gets the failure; until then it must not end the process.
  loading.catch(() => undefined);

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    request.signal.throwIfAborted();
    const watch = createWatch(request.signal, options.stallMs);
    const unfinished: ModelEvent[] = [];
    let isComplete = false;
    try {
      const model = await loading;
      const { stream: parts } = await model.doStream(toCallOptions(options, request, watch.signal));
      for await (const part of parts as unknown as AsyncIterable<LanguageModelV4StreamPart>) {
        watch.alive();
        const event = toEvent(provider, part);
        if (!event) continue;
        // Of a stream that was cut, the AI SDK hands over calls as far as they came.
        if (event.is === 'tool' && !isJson(event.call.arguments)) {
          unfinished.push(event);
          continue;
        }
        isComplete ||= event.is === 'finish';
        if (isComplete) yield* unfinished.splice(0);
        yield event;
      }
      if (request.signal.aborted) throw request.signal.reason;
      if (!isComplete) throw lostError(provider, 'before the answer was complete');
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      if (watch.stalled) throw timeoutError(provider, 'the answer of the model', options.stallMs);
      throw toProviderError(provider, secret, error);
    } finally {
      // Also when the reader leaves early: the vendor must not go on writing.
      watch.stop();
    }
  }

  return withoutSilentRefusals({ provider, model: options.model, stream });
}

function toCallOptions(
  options: AiSdkOptions,
  request: ModelRequest,
  abortSignal: AbortSignal,
): LanguageModelV4CallOptions {
  const tools = request.tools.map((tool): LanguageModelV4FunctionTool => {
    const schema = tool.parameters as JSONSchema7;
    const isStrict = request.strictTools === true && options.strictTools && canBeStrict(schema);
    return {
      type: 'function',
      name: tool.name,
      description: tool.description,
      inputSchema: isStrict ? toStrictSchema(schema) : schema,
      ...(isStrict && { strict: true }),
    };
  });
  const providerOptions = options.providerOptions?.(request.highPriority ?? false);
  return {
    prompt: toPrompt(request.messages),
    abortSignal,
    ...(request.temperature !== null && { temperature: request.temperature }),
    ...(request.stop && options.stopTexts && { stopSequences: request.stop }),
    ...(tools.length > 0 && { tools, toolChoice: { type: 'auto' } }),
    ...(request.jsonSchema && {
      responseFormat: { type: 'json', name: request.jsonSchema.name, schema: request.jsonSchema.schema as JSONSchema7 },
    }),
    ...(providerOptions && { providerOptions }),
  };
}

/** Parts that say nothing to us (reasoning, tool input as it grows, metadata) give null. */
function toEvent(provider: string, part: LanguageModelV4StreamPart): ModelEvent | null {
  switch (part.type) {
    case 'text-delta':
      return part.delta === '' ? null : { is: 'text', text: part.delta };
    case 'tool-call':
      return { is: 'tool', call: { id: part.toolCallId, name: part.toolName, arguments: part.input } };
    case 'error':
      throw part.error;
    case 'finish': {
      const { unified, raw } = part.finishReason;
      if (unified === 'error') throw protocolError(provider, 'the model ended with an error');
      if (unified === 'interrupted' || (unified === 'other' && raw == null))
        throw lostError(provider, 'before the answer was complete');
      return { is: 'finish', reason: finishReasons[unified], usage: toUsage(part.usage) };
    }
    default:
      return null;
  }
}

const finishReasons = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'filter',
  'tool-calls': 'tools',
  other: 'other',
} as const;

function toUsage(usage: LanguageModelV4Usage): Extract<ModelEvent, { is: 'finish' }>['usage'] {
  return {
    inputTokens: usage.inputTokens.total ?? 0,
    outputTokens: usage.outputTokens.total ?? 0,
    cachedInputTokens: usage.inputTokens.cacheRead ?? 0,
  };
}

function toProviderError(provider: string, secret: string | null, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (APICallError.isInstance(error)) {
    if (error.statusCode === undefined) return lostError(provider, 'while connecting', error);
    if (error.statusCode < 400 && !isAiSdkError(error.cause)) return lostError(provider, 'during the answer', error);
    if (error.statusCode < 400) return protocolError(provider, 'the answer is not what was promised', error);
    const { statusCode: status, responseBody: body = error.message, responseHeaders: headers = {} } = error;
    return refusalError({ provider, status, body, headers, secret });
  }
  if (isAiSdkError(error)) return protocolError(provider, 'the answer is not what was promised', error);
  if (error instanceof Error) return lostError(provider, 'during the answer', error);
  // An error object inside the stream: the vendor gave up in the middle.
  return new ProviderError(`${provider}: the vendor reported an error during the answer`, {
    provider,
    category: 'unavailable',
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Its parsers and validators complained, not the network. */
function isAiSdkError(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('AI_');
}

interface Watch {
  signal: AbortSignal;
  readonly stalled: boolean;
  alive(): void;
  stop(): void;
}

/** A signal that fires with `outer`, when nothing came for `stallMs`, or when it is stopped. */
function createWatch(outer: AbortSignal, stallMs: number): Watch {
  const inner = new AbortController();
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    inner.abort();
  }, stallMs);
  return {
    signal: AbortSignal.any([outer, inner.signal]),
    get stalled() {
      return stalled;
    },
    alive: () => void timer.refresh(),
    stop() {
      clearTimeout(timer);
      inner.abort();
    },
  };
}
