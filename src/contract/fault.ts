// What a validator found, as one sentence for whoever sent the value: where, what is allowed there, what was given.

import type { ErrorObject } from 'ajv';

/** Keywords that only say that something else failed. */
const FRAMES = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not']);
/** By these fields people know an item of a list again. */
const NAMES = ['id', 'tool_id', 'name'];
const MAX_SHOWN_CHARACTERS = 40;

/** `errors`: of a validator with `verbose`; `root`: what it checked. Of a choice that failed, the branch that went deepest was meant. */
export function faultSentence(errors: readonly ErrorObject[], root: unknown): string {
  const telling = errors.filter((error) => !FRAMES.has(error.keyword));
  const depth = (error: ErrorObject): number => pointer(error.instancePath).length;
  const deepest = telling.reduce((most, error) => Math.max(most, depth(error)), 0);
  const there = telling.filter((error) => depth(error) === deepest);
  const first = there.find((error) => error.params.type !== 'null') ?? there[0];
  if (!first) return 'The body does not fit the contract.';
  return `${placeOf(first.instancePath, root)}: ${expectationOf(first, there)}.`;
}

function expectationOf(error: ErrorObject, others: readonly ErrorObject[]): string {
  const { params, keyword, data } = error;
  switch (keyword) {
    case 'type': {
      const same = others.filter((each) => each.keyword === 'type' && each.instancePath === error.instancePath);
      const types = new Set(same.flatMap((each) => each.params.type as string | string[]));
      return `expected ${[...types].join(' or ')}, got ${shown(data)}`;
    }
    case 'required':
      return `${JSON.stringify(params.missingProperty)} is missing${allowedFor(error)}`;
    case 'enum':
      return `expected ${oneOf(params.allowedValues as unknown[])}, got ${shown(data)}`;
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
    default:
      return `${error.message ?? 'does not fit the contract'}, got ${shown(data)}`;
  }
}

const COMPARISONS: Record<string, string> = { '>=': 'at least', '>': 'more than', '<=': 'at most', '<': 'less than' };

/** The words that a missing field may have, when the object's own schema lists them. */
function allowedFor(error: ErrorObject): string {
  const { properties } = (error.parentSchema ?? {}) as { properties?: Record<string, { enum?: unknown[] }> };
  const values = properties?.[error.params.missingProperty as string]?.enum;
  return values ? `, expected ${oneOf(values)}` : '';
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}

function plural(count: unknown, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** `/nodes/3/edges/0` -> `nodes[3] (id "greet").edges[0] (id "to-end")`. */
export function placeOf(instancePath: string, root: unknown): string {
  let place = '';
  let at = root;
  for (const key of pointer(instancePath)) {
    const isItem = Array.isArray(at);
    at = (at as Record<string, unknown> | null | undefined)?.[key];
    if (isItem) place += `[${key}]${nameOf(at)}`;
    else place += place === '' ? key : `.${key}`;
  }
  return place === '' ? 'body' : place;
}

function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return '';
  const named = item as Record<string, unknown>;
  const field = NAMES.find((name) => typeof named[name] === 'string' && named[name] !== '');
  return field === undefined ? '' : ` (${field} ${JSON.stringify(clip(named[field] as string))})`;
}

/** The keys of a JSON pointer. */
export function pointer(instancePath: string): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A value as an error text may show it: short, and never the content of a long text. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return value.length <= MAX_SHOWN_CHARACTERS ? JSON.stringify(value) : 'a longer text';
  return typeof value === 'object' ? 'object' : String(value);
}

function clip(text: string): string {
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS - 3)}...`;
}
