// `filter_criteria` of the lists of calls as storage asks for it: every field in the older form or in the typed one.

import { invalidRequest } from '../../contract/index.ts';
import {
  FILTER_FIELDS,
  KEYED_FILTER_FIELDS,
  type CallFilterCriteria,
  type FieldFilter,
  type KeyedFilter,
} from '../../storage/tables/index.ts';
import { checkFilterSize } from '../limits.ts';

/**
 * `criteria` fits the contract, which lets unknown fields stand anywhere: they filter nothing. Throws 400 for values by key that are no
 * texts, and for too many conditions.
 */
export function callFilterOf(criteria: object | undefined): CallFilterCriteria {
  const given: Record<string, unknown> = { ...criteria };
  const filter: Record<string, unknown> = {};
  for (const field of FILTER_FIELDS) filter[field] = fieldFilter(given[field]);
  for (const field of KEYED_FILTER_FIELDS) filter[field] = keyedFilter(given, field);
  filter['agent'] = given['agent'];
  filter['tool_calls'] = given['tool_calls'];
  const lengthOf = (field: string): number => (Array.isArray(filter[field]) ? filter[field].length : 0);
  const conditions = [...KEYED_FILTER_FIELDS, 'tool_calls'].reduce((sum, field) => sum + lengthOf(field), 0);
  checkFilterSize({ conditions, agents: lengthOf('agent') });
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)) as CallFilterCriteria;
}

function fieldFilter(given: unknown): FieldFilter | undefined {
  if (given == null) return undefined;
  if (Array.isArray(given) || 'op' in (given as object)) return given as FieldFilter;
  const { lower_threshold, upper_threshold } = given as { lower_threshold?: number; upper_threshold?: number };
  return { lower_threshold, upper_threshold };
}

/** Typed filters each name their key; in the older form values stand by key, `metadata.customer_id` inside the field or beside it. */
function keyedFilter(criteria: Record<string, unknown>, field: string): KeyedFilter | undefined {
  const given = criteria[field];
  const prefix = `${field}.`;
  const beside = Object.entries(criteria).filter(([key]) => key.startsWith(prefix));
  const typed = Array.isArray(given) ? (given as Extract<KeyedFilter, readonly unknown[]>) : [];
  const plain = [...(Array.isArray(given) ? [] : Object.entries(given ?? {})), ...beside].map(([key, values]) => {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : key;
    return { type: 'enum', op: 'in', key: name, value: asTexts(key, values) } as const;
  });
  const all = [...typed, ...plain.filter(({ value }) => value.length > 0)];
  return all.length === 0 ? undefined : all;
}

function asTexts(key: string, values: unknown): string[] {
  if (Array.isArray(values) && values.every((value) => ['string', 'number', 'boolean'].includes(typeof value)))
    return values.map(String);
  throw invalidRequest(`filter_criteria.${key}: expected an array of texts.`);
}
