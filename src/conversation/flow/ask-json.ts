// Asks the model for a JSON object: arguments of a tool, variables, a bare decision.

import type { LanguageModel, ModelMessage } from '../../interfaces/language-model.ts';
import { isShallow } from '../is-shallow.ts';

export interface JsonQuestion {
  model: LanguageModel;
  messages: ModelMessage[];
  name: string;
  schema: object;
  temperature: number | null;
  signal: AbortSignal;
}

export interface JsonAnswer {
  /** Null: not an object, twice. */
  value: Record<string, unknown> | null;
  tokens: number;
}

/** Asks again when the answer is no JSON object. Throws ProviderError. */
export async function askJson(question: JsonQuestion): Promise<JsonAnswer> {
  const first = await askOnce(question);
  if (first.value !== null) return first;
  const second = await askOnce(question);
  return { value: second.value, tokens: first.tokens + second.tokens };
}

async function askOnce({ model, messages, name, schema, temperature, signal }: JsonQuestion): Promise<JsonAnswer> {
  let text = '';
  let tokens = 0;
  for await (const event of model.stream({ messages, tools: [], temperature, jsonSchema: { name, schema }, signal })) {
    if (event.is === 'text') text += event.text;
    else if (event.is === 'finish') tokens = event.usage.inputTokens + event.usage.outputTokens;
  }
  return { value: objectOf(text), tokens };
}

/** Deeper than any schema asks for. */
const MAX_DEPTH = 100;

/** The object in a text; models without structured answers put fences around it. */
export function objectOf(text: string): Record<string, unknown> | null {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  try {
    const value: unknown = JSON.parse(text.slice(from, to + 1));
    const isUsable =
      typeof value === 'object' && value !== null && !Array.isArray(value) && isShallow(value, MAX_DEPTH);
    return isUsable ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
