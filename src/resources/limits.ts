// Ranges that the contract states in words only.

import { invalidRequest } from '../contract/index.ts';

/** Inclusive. */
export type Range = readonly [min: number, max: number];

/** Throws for the first field that is a number outside its range. `path` is put before the field's name. */
export function checkRanges(object: Record<string, unknown>, ranges: Record<string, Range>, path = ''): void {
  for (const [field, [min, max]] of Object.entries(ranges)) {
    const value = object[field];
    if (typeof value !== 'number' || (value >= min && value <= max)) continue;
    const wanted = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `from ${min} to ${max}`;
    throw invalidRequest(`${path}${field}: expected ${wanted}, got ${value}.`);
  }
}

/** Size of a value as JSON, in bytes. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}

/** Ours: each is a look-up of its own in what may be millions of rows. */
const MAX_CONDITIONS = 50;
const MAX_AGENTS = 1_000;

/** Throws 400 for a filter that would hold up the database. `conditions`: on values by key, and on tool calls. */
export function checkFilterSize({ conditions, agents }: { conditions: number; agents: number }): void {
  if (conditions > MAX_CONDITIONS)
    throw invalidRequest(
      `filter_criteria: expected at most ${MAX_CONDITIONS} conditions on values by key and on tool calls, got ${conditions}.`,
    );
  if (agents > MAX_AGENTS)
    throw invalidRequest(`filter_criteria.agent: expected at most ${MAX_AGENTS} agents, got ${agents}.`);
}

/** `limit` of a list: what cannot be used becomes the usual value, as the contract lists no error for it. */
export function pageLimit(given: number | undefined, usual: number): number {
  return given === undefined || given < 1 ? usual : Math.min(given, 1000);
}
