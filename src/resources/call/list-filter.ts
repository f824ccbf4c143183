// `filter_criteria` of list-calls as storage asks for it: the fields of this form alone, each in this form's shape.

import { invalidRequest, type RequestBody } from '../../contract/index.ts';
import type { CallFilterCriteria } from '../../storage/tables/index.ts';

type Criteria = NonNullable<RequestBody<'listCalls'>['filter_criteria']>;

const VALUES = [
  'call_id',
  'agent_id',
  'version',
  'call_status',
  'in_voicemail',
  'disconnection_reason',
  'from_number',
  'to_number',
  'batch_call_id',
  'call_type',
  'direction',
  'user_sentiment',
  'call_successful',
] as const satisfies (keyof Criteria)[];

const BOUNDS = [
  'start_timestamp',
  'end_timestamp',
  'duration_ms',
  'e2e_latency_p50',
] as const satisfies (keyof Criteria)[];

const KEYED = ['metadata', 'dynamic_variables'] as const satisfies (keyof Criteria)[];

/**
 * `criteria` fits the contract, which lets unknown fields stand anywhere: they filter nothing. Throws for values by key that are no
 * texts.
 */
export function listFilter(criteria: Criteria): CallFilterCriteria {
  const filter: Record<string, unknown> = {};
  for (const field of VALUES) filter[field] = criteria[field];
  for (const field of BOUNDS) {
    const { lower_threshold, upper_threshold } = criteria[field] ?? {};
    filter[field] = { lower_threshold, upper_threshold };
  }
  for (const field of KEYED) filter[field] = valuesByKey(criteria, field);
  return filter as CallFilterCriteria;
}

/** `metadata.customer_id` may stand beside the other fields or, with or without its prefix, inside `metadata`. */
function valuesByKey(criteria: Criteria, field: (typeof KEYED)[number]): Record<string, string[]> {
  const prefix = `${field}.`;
  const beside = Object.entries(criteria).filter(([key]) => key.startsWith(prefix));
  const all = [...Object.entries(criteria[field] ?? {}), ...beside];
  return Object.fromEntries(
    all.map(([key, values]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, asTexts(key, values)]),
  );
}

function asTexts(key: string, values: unknown): string[] {
  if (Array.isArray(values) && values.every((value) => ['string', 'number', 'boolean'].includes(typeof value)))
    return values.map(String);
  throw invalidRequest(`filter_criteria.${key}: expected an array of texts.`);
}
