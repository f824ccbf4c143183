// Asks a model for an analysis, and believes its answer as far as it fits.

import type { TranscriptItem } from '../../conversation/index.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { Log } from '../../interfaces/log.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { readAnswer, type CallAnalysis, type ChatAnalysis } from './answer.ts';
import type { AnalysisField } from './fields.ts';
import { analysisMessages, analysisSchema } from './question.ts';

/** The contract's default; where nobody offers it, the usual model of the installation stands in. */
export const USUAL_ANALYSIS_MODEL = 'gpt-4.1-mini';

const MODEL_TIMEOUT_MS = 60_000;
const MAX_MODEL_ATTEMPTS = 4;

export interface AnalysisQuestion {
  model: LanguageModel;
  items: readonly TranscriptItem[];
  fields: readonly AnalysisField[];
  /** What the log calls it. */
  about: { call_id: string } | { chat_id: string };
  log: Log;
}

/**
 * `attempt` counts from 1: while attempts are left a model that fails for now rejects, to be asked again; after that there is no
 * analysis.
 */
export async function askForAnalysis(
  question: AnalysisQuestion,
  signal: AbortSignal,
  attempt: number,
): Promise<(CallAnalysis & ChatAnalysis) | undefined> {
  const { model, fields, about, log } = question;
  try {
    const analysis = readAnswer(await answerOf(question, signal), fields);
    if (analysis) return analysis;
    throw new ProviderError('The model did not answer with JSON.', {
      provider: model.provider,
      category: 'protocol',
      retryable: true,
    });
  } catch (error) {
    signal.throwIfAborted();
    const mayPass = !(error instanceof ProviderError) || error.retryable;
    if (mayPass && attempt < MAX_MODEL_ATTEMPTS) throw error;
    const why = error instanceof Error ? error.message : String(error);
    log.warn({ ...about, model: model.model, why }, 'not analysed: the language model failed');
    return undefined;
  }
}

async function answerOf({ model, items, fields }: AnalysisQuestion, signal: AbortSignal): Promise<string> {
  let text = '';
  const events = model.stream({
    messages: analysisMessages(items, fields),
    tools: [],
    temperature: 0,
    jsonSchema: { name: 'call_analysis', schema: analysisSchema(fields) },
    signal: AbortSignal.any([signal, AbortSignal.timeout(MODEL_TIMEOUT_MS)]),
  });
  for await (const event of events) if (event.is === 'text') text += event.text;
  return text;
}
