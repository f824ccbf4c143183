// The filter of calls, in both forms that the contract has known: values and thresholds per field, and typed operations. Conditions are
// written so that the indexes of `calls` and `call_values` can answer them.

import { sql, type RawBuilder } from 'kysely';
import { KIND_FIELDS } from './call-kinds.ts';
import { keyedFilter, toolCallFilter, type FilterParts, type LookUp } from './call-values.ts';
import { columnCondition, type FilterColumn } from './column-condition.ts';
import type { TypedFilter } from './typed-filter.ts';

export type { TypedFilter } from './typed-filter.ts';

/** The older form: any of these values, or within these bounds (both included). */
export type PlainFilter =
  readonly (string | number | boolean)[] | { upper_threshold?: number; lower_threshold?: number };

export type FieldFilter = PlainFilter | TypedFilter;

/** Values by key, or typed operations that each name their key. */
export type KeyedFilter = Record<string, readonly string[]> | readonly (TypedFilter & { key: string })[];

export interface ToolCallCriteria {
  name?: string;
  /** Of tool: `custom` and so on. */
  type?: string;
  latency_ms?: TypedFilter;
  success?: TypedFilter;
}

/** `filter_criteria` as it came, already valid. Fields that are not listed here are not filtered on. */
export type CallFilterCriteria = { [field in FilterField]?: FieldFilter } & { [field in KeyedField]?: KeyedFilter } & {
  agent?: readonly { agent_id: string; version?: readonly number[] }[];
  tool_calls?: readonly ToolCallCriteria[];
};

const FIELDS = {
  call_id: ['calls.call_id', 'text'],
  agent_id: ['calls.agent_id', 'text'],
  version: ['calls.agent_version', 'integer'],
  agent_tag: ['calls.agent_tag', 'text'],
  call_status: ['calls.call_status', 'text'],
  call_type: ['calls.call_type', 'text'],
  direction: ['calls.direction', 'text'],
  from_number: ['calls.from_number', 'bytes'],
  to_number: ['calls.to_number', 'bytes'],
  batch_call_id: ['calls.batch_call_id', 'bytes'],
  disconnection_reason: ['calls.disconnection_reason', 'text'],
  user_sentiment: ['calls.user_sentiment', 'text'],
  data_storage_setting: ['calls.data_storage_setting', 'text'],
  call_successful: ['calls.call_successful', 'boolean'],
  in_voicemail: ['calls.in_voicemail', 'boolean'],
  start_timestamp: ['calls.start_timestamp', 'integer'],
  end_timestamp: ['calls.end_timestamp', 'integer'],
  duration_ms: ['calls.duration_ms', 'integer'],
  e2e_latency_p50: ['calls.e2e_latency_p50', 'double'],
  combined_cost: ['calls.combined_cost', 'double'],
} as const satisfies Record<string, FilterColumn>;

const KEYED_FIELDS = {
  metadata: sql`calls.metadata`,
  dynamic_variables: sql`calls.retell_llm_dynamic_variables`,
  custom_analysis_data: sql`(calls.details -> 'call_analysis' -> 'custom_analysis_data')`,
  custom_attributes: sql`(calls.details -> 'custom_attributes')`,
} satisfies Record<string, RawBuilder<unknown>>;

export type FilterField = keyof typeof FIELDS;
export type KeyedField = keyof typeof KEYED_FIELDS;

export const FILTER_FIELDS = Object.keys(FIELDS) as FilterField[];
export const KEYED_FILTER_FIELDS = Object.keys(KEYED_FIELDS) as KeyedField[];

/** What a filter asks of calls, by what can answer it; all of it must hold. */
export interface CallFilterParts extends FilterParts {
  /** Those of the conditions that are on what a call's kind tells. */
  ofKind: RawBuilder<boolean>[];
  /** Those of the conditions that an index by kind and number answers, each with the number that is its order. */
  ofNumber: { number: RawBuilder<unknown>; condition: RawBuilder<boolean> }[];
  /** What the conditions say about a call's place in the list. */
  places: PlaceBound[];
}

/** A call of the list began not before, or not after. */
export interface PlaceBound {
  op: 'ge' | 'le';
  value: number;
}

/** What all criteria together ask of a query over `calls`. */
export function callFilter(criteria: CallFilterCriteria): CallFilterParts {
  const of = (fields: readonly FilterField[]): RawBuilder<boolean>[] =>
    fields.flatMap((field) => fieldConditions(field, criteria[field]));
  const ofKind = of(KIND_FIELDS);
  const places = PLACED.flatMap((field) =>
    typedOf(field, criteria[field]).flatMap((typed) => placeBounds(field, typed)),
  );
  const agents = agentLookUp(criteria.agent ?? []);
  const keyed = KEYED_FILTER_FIELDS.flatMap((field) =>
    typedByKey(criteria[field]).map((filter) => keyedFilter(field, KEYED_FIELDS[field], filter)),
  );
  const others = [...keyed, ...(criteria.tool_calls ?? []).map(toolCallFilter)];
  return {
    lookUps: [...figureLookUps(criteria), ...agents, ...others.flatMap(({ lookUps }) => lookUps)],
    conditions: [
      ...ofKind,
      ...of(FILTER_FIELDS.filter((field) => !isAmong(KIND_FIELDS, field) && !isAmong(FIGURES, field))),
      ...(agents.length === 0 && criteria.agent?.length ? [agentCondition(criteria.agent)] : []),
      ...places.map((bound) => placeCondition('calls', bound)),
      ...others.flatMap(({ conditions }) => conditions),
    ],
    ofKind,
    ofNumber: NUMBERS.flatMap((field) =>
      typedOf(field, criteria[field])
        .filter(isLookedUp)
        .map((typed) => ({
          number: sql`calls.${sql.ref(field)} collate "C"`,
          condition: columnCondition(FIELDS[field], typed),
        })),
    ),
    places,
  };
}

/** Numbers with an index by kind. */
const NUMBERS = ['from_number', 'to_number'] as const satisfies FilterField[];

/** An index in byte order finds whole texts and their beginnings. */
function isLookedUp(filter: TypedFilter): boolean {
  return filter.type === 'enum' || (filter.type === 'string' && (filter.op === 'eq' || filter.op === 'sw'));
}

function isAmong(fields: readonly FilterField[], field: FilterField): boolean {
  return fields.includes(field);
}

/** Figures with an index of their own that does not follow the order of the list. */
const FIGURES = ['duration_ms', 'e2e_latency_p50', 'combined_cost'] as const satisfies FilterField[];

function figureLookUps(criteria: CallFilterCriteria): LookUp[] {
  return FIGURES.flatMap((field) => {
    const conditions = fieldConditions(field, criteria[field]);
    if (conditions.length === 0) return [];
    return [
      {
        from: 'calls',
        indexed: sql<boolean>`${sql.join(conditions, sql` and `)}`,
        rest: null,
        inOrder: false,
        held: null,
      },
    ];
  });
}

function fieldConditions(field: FilterField, filter: FieldFilter | undefined): RawBuilder<boolean>[] {
  return typedOf(field, filter).map((typed) => columnCondition(FIELDS[field], typed));
}

/** The older form in words of the newer one. */
function typedOf(field: FilterField, filter: FieldFilter | undefined): TypedFilter[] {
  if (filter === undefined) return [];
  if ('op' in filter) return [filter];
  if (isList(filter)) return filter.length === 0 ? [] : [anyOf(field, filter)];
  const { lower_threshold: lower, upper_threshold: upper } = filter;
  const bound = (op: 'ge' | 'le', value: number | undefined): TypedFilter[] =>
    value === undefined ? [] : [{ type: 'number', op, value }];
  return [...bound('ge', lower), ...bound('le', upper)];
}

function anyOf(field: FilterField, values: readonly (string | number | boolean)[]): TypedFilter {
  const distinct = [...new Set(values)];
  if (FIELDS[field][1] === 'boolean' && distinct.length === 1)
    return { type: 'boolean', op: 'eq', value: distinct[0] === true };
  return { type: 'enum', op: 'in', value: distinct.map(String) };
}

function typedByKey(filter: KeyedFilter | undefined): (TypedFilter & { key: string })[] {
  if (filter === undefined) return [];
  if (isList(filter)) return [...filter];
  return Object.entries(filter)
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => ({ type: 'enum', op: 'in', key, value: [...values] }));
}

/** Times that say something about a call's place in the list. */
const PLACED = ['start_timestamp', 'end_timestamp'] as const satisfies FilterField[];

/**
 * So that the search begins there: a call that started has its start as place, and no call ends before its place or lasts longer than a
 * day.
 */
function placeBounds(field: (typeof PLACED)[number], filter: TypedFilter): PlaceBound[] {
  const [lower, upper] = boundsOf(filter);
  const longestMs = field === 'start_timestamp' ? 0 : LONGEST_CALL_MS;
  return [
    ...(lower === null ? [] : [{ op: 'ge', value: Math.floor(lower) - longestMs } as const]),
    ...(upper === null ? [] : [{ op: 'le', value: Math.ceil(upper) } as const]),
  ];
}

/** `table`: one that has `began_at`. */
export function placeCondition(table: 'calls' | 'call_values', { op, value }: PlaceBound): RawBuilder<boolean> {
  return columnCondition([`${table}.began_at`, 'integer'], { type: 'number', op, value });
}

const LONGEST_CALL_MS = 86_400_000;

function boundsOf(filter: TypedFilter): [lower: number | null, upper: number | null] {
  if (filter.type === 'range') return [filter.value[0] ?? null, filter.value[1] ?? null];
  if (filter.type !== 'number' || filter.op === 'ne') return [null, null];
  const lower = ['eq', 'gt', 'ge'].includes(filter.op) ? filter.value : null;
  const upper = ['eq', 'lt', 'le'].includes(filter.op) ? filter.value : null;
  return [lower, upper];
}

/**
 * Several agents in any version. Many of them are looked for in the list itself, where a PostgreSQL that would look up each value by the
 * index on the way (18) takes three times as long.
 */
function agentLookUp(agents: NonNullable<CallFilterCriteria['agent']>): LookUp[] {
  const ids = [...new Set(agents.map(({ agent_id }) => agent_id))];
  if (ids.length < 2 || agents.some(({ version }) => version?.length)) return [];
  const indexed = sql<boolean>`calls.agent_id = any(${ids}::text[])`;
  const walked = sql<boolean>`calls.agent_id || '' = any(${ids}::text[])`;
  return [{ from: 'calls', indexed, walked, agents: ids, rest: null, inOrder: false, held: null }];
}

/** Any of the agents, each in one of its versions when it names some. */
function agentCondition(agents: NonNullable<CallFilterCriteria['agent']>): RawBuilder<boolean> {
  const anyVersion = agents.filter(({ version }) => !version?.length).map(({ agent_id }) => agent_id);
  const one = agents.filter(({ version }) => version?.length);
  const conditions = one.map(
    ({ agent_id, version }) =>
      sql<boolean>`(calls.agent_id = ${agent_id} and ${columnCondition(FIELDS.version, {
        type: 'enum',
        op: 'in',
        value: (version ?? []).map(String),
      })})`,
  );
  if (anyVersion.length > 0)
    conditions.push(columnCondition(FIELDS.agent_id, { type: 'enum', op: 'in', value: [...new Set(anyVersion)] }));
  return conditions.length === 1
    ? (conditions[0] as RawBuilder<boolean>)
    : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

function isList<T>(filter: object | readonly T[]): filter is readonly T[] {
  return Array.isArray(filter);
}
