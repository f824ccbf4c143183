// The models of one run: what they use is counted, what may pass is asked again, and a run that has used too much is ended.

import type { LanguageModel, ModelEvent, ModelRequest } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type { Providers } from '../../interfaces/providers.ts';
import { SimulationFailed } from './outcome.ts';

type Thinking = Providers['thinking'];

export interface ModelMeter {
  thinking: Thinking;
  /** In and out, those of former plays of the run included. */
  readonly tokens: number;
}

export interface MeterOptions {
  /** Used up already. */
  tokens: number;
  maxTokens: number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Many runs ask at once, so vendors say "slow down" now and then. */
const TRIES = 5;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 20_000;

export function meterModels(thinking: Thinking, { tokens: before, maxTokens, pause }: MeterOptions): ModelMeter {
  let tokens = before;

  async function* stream(model: LanguageModel, request: ModelRequest): AsyncGenerator<ModelEvent> {
    if (tokens >= maxTokens) throw new SimulationFailed(`The run used more than ${maxTokens} tokens.`);
    for (let failed = 1; ; failed++) {
      let begun = false;
      try {
        for await (const event of model.stream(request)) {
          begun = true;
          if (event.is === 'finish') tokens += event.usage.inputTokens + event.usage.outputTokens;
          yield event;
        }
        return;
      } catch (error) {
        // Words that were passed on cannot be taken back.
        if (begun || failed >= TRIES || !(error instanceof ProviderError) || !error.retryable) throw error;
        await pause(error.retryAfterMs ?? Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failed - 1)), request.signal);
      }
    }
  }

  return {
    thinking(name) {
      const choice = thinking(name);
      const { use: model } = choice;
      const metered = {
        provider: model.provider,
        model: model.model,
        stream: (asked: ModelRequest) => stream(model, asked),
      };
      return { ...choice, use: metered };
    },
    get tokens() {
      return tokens;
    },
  };
}
