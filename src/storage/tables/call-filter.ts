// The filter of list-calls, in both forms that the contract has known: values and thresholds per field, and typed operations.

import { sql, type RawBuilder } from 'kysely';
import { columnOperand, jsonOperand, typedCondition, type Operand, type TypedFilter } from './typed-filter.ts';

export type { TypedFilter } from './typed-filter.ts';

/** The older form: any of these values, or within these bounds (both included). */
export type PlainFilter =
  readonly (string | number | boolean)[] | { upper_threshold?: number; lower_threshold?: number };

export type FieldFilter = PlainFilter | TypedFilter;

/** Values by key, or typed operations that each name their key. */
export type KeyedFilter = Record<string, readonly string[]> | readonly (TypedFilter & { key: string })[];

export interface ToolCallCriteria {
  name: string;
  latency_ms?: TypedFilter;
  success?: TypedFilter;
}

/** `filter_criteria` as it came, already valid. Fields that are not listed here are not filtered on. */
export type CallFilterCriteria = { [field in FilterField]?: FieldFilter } & { [field in KeyedField]?: KeyedFilter } & {
  agent?: readonly { agent_id: string; version?: readonly number[] }[];
  tool_calls?: readonly ToolCallCriteria[];
};

const FIELDS = {
  call_id: column('call_id'),
  agent_id: column('agent_id'),
  version: column('agent_version'),
  call_status: column('call_status'),
  call_type: column('call_type'),
  direction: column('direction'),
  from_number: column('from_number'),
  to_number: column('to_number'),
  disconnection_reason: column('disconnection_reason'),
  user_sentiment: column('user_sentiment'),
  call_successful: column('call_successful'),
  in_voicemail: column('in_voicemail'),
  start_timestamp: column('start_timestamp'),
  end_timestamp: column('end_timestamp'),
  duration_ms: column('duration_ms'),
  e2e_latency_p50: column('e2e_latency_p50'),
  batch_call_id: column('batch_call_id'),
  data_storage_setting: jsonOperand(sql`details -> 'data_storage_setting'`),
  combined_cost: jsonOperand(sql`details -> 'call_cost' -> 'combined_cost'`),
} satisfies Record<string, Operand>;

const KEYED_FIELDS = {
  metadata: sql`metadata`,
  dynamic_variables: sql`retell_llm_dynamic_variables`,
  custom_analysis_data: sql`(details -> 'call_analysis' -> 'custom_analysis_data')`,
  custom_attributes: sql`(details -> 'custom_attributes')`,
} satisfies Record<string, RawBuilder<unknown>>;

type FilterField = keyof typeof FIELDS;
type KeyedField = keyof typeof KEYED_FIELDS;

/** One condition per criterion; all must hold. */
export function callFilter(criteria: CallFilterCriteria): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  for (const field of Object.keys(FIELDS) as FilterField[]) {
    const filter = criteria[field];
    if (filter) conditions.push(...fieldConditions(FIELDS[field], filter));
  }
  for (const field of Object.keys(KEYED_FIELDS) as KeyedField[]) {
    const filter = criteria[field];
    if (filter) conditions.push(...keyedConditions(KEYED_FIELDS[field], filter));
  }
  if (criteria.agent?.length) conditions.push(anyOf(criteria.agent.map(agentCondition)));
  for (const toolCall of criteria.tool_calls ?? []) conditions.push(toolCallCondition(toolCall));
  return conditions;
}

function fieldConditions(operand: Operand, filter: FieldFilter): RawBuilder<boolean>[] {
  if (isTyped(filter)) return [typedCondition(operand, filter)];
  if (isList(filter)) return filter.length === 0 ? [] : [oneOf(operand, filter)];
  const conditions: RawBuilder<boolean>[] = [];
  if (filter.lower_threshold !== undefined)
    conditions.push(sql<boolean>`${operand.number} >= ${filter.lower_threshold}::double precision`);
  if (filter.upper_threshold !== undefined)
    conditions.push(sql<boolean>`${operand.number} <= ${filter.upper_threshold}::double precision`);
  return conditions;
}

function keyedConditions(object: RawBuilder<unknown>, filter: KeyedFilter): RawBuilder<boolean>[] {
  if (isList(filter)) return filter.map((one) => typedCondition(jsonOperand(sql`${object} -> ${one.key}::text`), one));
  return Object.entries(filter)
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => oneOf(jsonOperand(sql`${object} -> ${key}::text`), values));
}

function oneOf(operand: Operand, values: readonly (string | number | boolean)[]): RawBuilder<boolean> {
  return sql<boolean>`${operand.text} = any(${values.map(String)}::text[])`;
}

function agentCondition(agent: { agent_id: string; version?: readonly number[] }): RawBuilder<boolean> {
  if (!agent.version?.length) return sql<boolean>`agent_id = ${agent.agent_id}`;
  return sql<boolean>`(agent_id = ${agent.agent_id} and agent_version = any(${[...agent.version]}::double precision[]))`;
}

/** Some call of the tool, as the transcript tells it: invocation and result share an id, their times are its latency. */
function toolCallCondition(wanted: ToolCallCriteria): RawBuilder<boolean> {
  const conditions = [
    sql<boolean>`started ->> 'role' = 'tool_call_invocation' and started ->> 'name' = ${wanted.name}`,
  ];
  const latency = sql<number>`((finished ->> 'time_sec')::double precision - (started ->> 'time_sec')::double precision) * 1000`;
  if (wanted.latency_ms)
    conditions.push(typedCondition({ ...jsonOperand(sql`finished`), number: latency }, wanted.latency_ms));
  if (wanted.success) conditions.push(typedCondition(jsonOperand(sql`finished -> 'successful'`), wanted.success));
  return sql<boolean>`exists (
    select 1 from jsonb_array_elements(details -> 'transcript_with_tool_calls') as s (started)
    left join lateral (
      select finished from jsonb_array_elements(details -> 'transcript_with_tool_calls') as f (finished)
      where finished ->> 'role' = 'tool_call_result' and finished ->> 'tool_call_id' = started ->> 'tool_call_id'
    ) as results on true
    where ${sql.join(conditions, sql` and `)})`;
}

function anyOf(conditions: RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

function column(name: string): Operand {
  return columnOperand(`calls.${name}`);
}

function isTyped(filter: FieldFilter): filter is TypedFilter {
  return 'op' in filter;
}

function isList<T>(filter: object | readonly T[]): filter is readonly T[] {
  return Array.isArray(filter);
}
