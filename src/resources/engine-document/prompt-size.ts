// How long a prompt is, in tokens, without the tokenizer of any model. Retell refuses prompts of more than 32,768 tokens with their tools, and
// models here count each in their own way: refused is what is too long by every count, told is what may be too long.

import { invalidRequest } from '../../contract/index.ts';
import { warning, type EngineWarning } from './warning.ts';

/** What the model reads at once, tools included. */
export interface PromptPlace {
  path: string;
  parts: readonly PromptPart[];
  node?: { id: string; name?: string };
}

export interface PromptPart {
  path: string;
  /** A text, or a tool as an object; what is not there counts nothing. */
  value: unknown;
}

export const MAX_PROMPT_TOKENS = 32_768;
/** From here on it is told. */
const NEAR_TOKENS = 30_000;

/** Letters, kana, syllables and ideographs of which a token holds one or two. */
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g;
const SPACES = /\s+/g;

export interface PromptTokens {
  /** By five characters a token, more than a page of any language has on average. */
  least: number;
  /** By the usual four. */
  likely: number;
}

/**
 * Of long texts. Dense scripts count a token a character, at least half a one; runs of white space count as one character. `counted`: what
 * was counted before, because many prompts share their beginning.
 */
export function promptTokens(parts: readonly PromptPart[], counted = new Map<unknown, PromptTokens>()): PromptTokens {
  const sum = { least: 0, likely: 0 };
  for (const part of parts) {
    const tokens = countOf(part, counted);
    sum.least += tokens.least;
    sum.likely += tokens.likely;
  }
  return { least: Math.floor(sum.least), likely: Math.ceil(sum.likely) };
}

function countOf({ value }: PromptPart, counted: Map<unknown, PromptTokens>): PromptTokens {
  if (value == null) return { least: 0, likely: 0 };
  const tokens = counted.get(value) ?? tokensOf(typeof value === 'string' ? value : JSON.stringify(value));
  counted.set(value, tokens);
  return tokens;
}

function tokensOf(text: string): PromptTokens {
  const closed = text.replace(SPACES, ' ');
  const dense = closed.match(DENSE)?.length ?? 0;
  const rest = closed.length - dense;
  return { least: dense / 2 + rest / 5, likely: dense + rest / 4 };
}

/** Throws 400 for the first that no model of the contract would take, and names its longest part. */
export function checkPromptSizes(places: readonly PromptPlace[]): void {
  const counted = new Map<unknown, PromptTokens>();
  for (const { parts } of places) {
    const { least } = promptTokens(parts, counted);
    if (least <= MAX_PROMPT_TOKENS) continue;
    const length = (part: PromptPart): number => countOf(part, counted).least;
    const longest = parts.reduce((most, part) => (length(part) >= length(most) ? part : most));
    throw invalidRequest(
      `${longest.path}: expected at most ${MAX_PROMPT_TOKENS} tokens in a prompt and its tools together, got at least ${least} (five characters a token).`,
    );
  }
}

export function promptSizeWarnings(places: readonly PromptPlace[]): EngineWarning[] {
  const counted = new Map<unknown, PromptTokens>();
  return places.flatMap(({ path, parts, node }) => {
    const { likely } = promptTokens(parts, counted);
    if (likely < NEAR_TOKENS) return [];
    const message = `The prompt and its tools have about ${likely} tokens; ${MAX_PROMPT_TOKENS} are the most, and long ones answer slower.`;
    return [warning('long_prompt', path, message, node)];
  });
}
