// What a validator found, as one sentence for whoever sent the value: where, what is allowed there, what was given.

import type { ErrorObject } from 'ajv';
import { clip, MAX_SHOWN_CHARACTERS, oneOf, placeOf, pointer } from './place.ts';

/** Keywords that only say that something else failed. */
const FRAMES = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not']);
/** So much a reader takes in at once. Of the words that a field may have it holds as many as fit; the document has them all. */
const SENTENCE_CHARACTERS = 248;
/** What is said around those words. */
const AROUND_WORDS_CHARACTERS = 75;

/** `errors`: of a validator with `verbose`; `root`: what it checked. Of a choice that failed, the branch that went deepest was meant. */
export function faultSentence(errors: readonly ErrorObject[], root: unknown): string {
  const telling = errors.filter((error) => !FRAMES.has(error.keyword));
  const depth = (error: ErrorObject): number => pointer(error.instancePath).length;
  const deepest = telling.reduce((most, error) => Math.max(most, depth(error)), 0);
  const there = telling.filter((error) => depth(error) === deepest);
  const first = there.find((error) => error.params.type !== 'null') ?? there[0];
  if (!first) return 'The body does not fit the contract.';
  const place = placeOf(pointer(first.instancePath), root);
  return `${place}: ${expectationOf(first, there, SENTENCE_CHARACTERS - place.length - AROUND_WORDS_CHARACTERS)}.`;
}

function expectationOf(error: ErrorObject, others: readonly ErrorObject[], room: number): string {
  const { params, keyword, data } = error;
  switch (keyword) {
    case 'type': {
      const same = others.filter((each) => each.keyword === 'type' && each.instancePath === error.instancePath);
      const types = new Set(same.flatMap((each) => each.params.type as string | string[]));
      return `expected ${[...types].join(' or ')}, got ${shown(data)}`;
    }
    case 'required':
      return `${JSON.stringify(params.missingProperty)} is missing${allowedFor(error, room)}`;
    case 'enum':
      return `expected ${oneOf(params.allowedValues as unknown[], room)}, got ${shown(data)}`;
    case 'additionalProperties':
      return `unknown field ${JSON.stringify(clip(String(params.additionalProperty)))}`;
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
      return `expected ${COMPARISONS[params.comparison as string] ?? ''} ${String(params.limit)}, got ${shown(data)}`;
    case 'minLength':
    case 'maxLength':
      return `expected ${keyword === 'minLength' ? 'at least' : 'at most'} ${plural(params.limit, 'character')}, got ${(data as string).length}`;
    case 'minItems':
    case 'maxItems':
      return `expected ${keyword === 'minItems' ? 'at least' : 'at most'} ${plural(params.limit, 'entry', 'entries')}, got ${(data as unknown[]).length}`;
    case 'uniqueItems':
      return `expected no entry twice, entries ${params.j} and ${params.i} are the same`;
    default:
      return `${error.message ?? 'does not fit the contract'}, got ${shown(data)}`;
  }
}

const COMPARISONS: Record<string, string> = { '>=': 'at least', '>': 'more than', '<=': 'at most', '<': 'less than' };

/** The words that a missing field may have, when the object's own schema lists them. */
function allowedFor(error: ErrorObject, room: number): string {
  const { properties } = (error.parentSchema ?? {}) as { properties?: Record<string, { enum?: unknown[] }> };
  const values = properties?.[error.params.missingProperty as string]?.enum;
  return values ? `, expected ${oneOf(values, room)}` : '';
}

function plural(count: unknown, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** A value as an error text may show it: short, and never the content of a long text. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return value.length <= MAX_SHOWN_CHARACTERS ? JSON.stringify(value) : 'a longer text';
  return typeof value === 'object' ? 'object' : String(value);
}
