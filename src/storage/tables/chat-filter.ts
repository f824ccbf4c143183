// `filter_criteria` of list-chats as conditions.

import { sql, type RawBuilder } from 'kysely';

export type ValueFilter =
  | { type: 'string'; op: 'eq' | 'ne' | 'sw' | 'ew' | 'co'; value: string }
  | { type: 'number'; op: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'; value: number }
  | { type: 'boolean'; op: 'eq'; value: boolean }
  | { type: 'range'; op: 'bt'; value: readonly number[] }
  | { type: 'enum'; op: 'in'; value: readonly string[] }
  | { type: 'present'; op: 'pr' | 'np' };

/** All that are given must hold. */
export interface ChatFilterCriteria {
  /** Any of them. */
  agent?: readonly { agent_id: string; version?: readonly number[] }[];
  agent_tag?: ValueFilter;
  chat_id?: ValueFilter;
  chat_status?: ValueFilter;
  chat_type?: ValueFilter;
  chat_successful?: ValueFilter;
  disconnection_reason?: ValueFilter;
  user_sentiment?: ValueFilter;
  start_timestamp?: ValueFilter;
  end_timestamp?: ValueFilter;
  duration_ms?: ValueFilter;
  combined_cost?: ValueFilter;
  custom_analysis_data?: readonly (ValueFilter & { key: string })[];
  custom_attributes?: readonly (ValueFilter & { key: string })[];
}

const COLUMNS = {
  agent_tag: sql`agent_tag`,
  chat_id: sql`chat_id`,
  chat_status: sql`chat_status`,
  chat_type: sql`chat_type`,
  chat_successful: sql`chat_successful`,
  disconnection_reason: sql`disconnection_reason`,
  user_sentiment: sql`user_sentiment`,
  start_timestamp: sql`start_timestamp`,
  end_timestamp: sql`end_timestamp`,
  duration_ms: sql`(end_timestamp - start_timestamp)`,
  combined_cost: sql`(details #>> '{chat_cost,combined_cost}')::double precision`,
} as const satisfies Partial<Record<keyof ChatFilterCriteria, RawBuilder<unknown>>>;

export function chatFilter(criteria: ChatFilterCriteria): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  if (criteria.agent?.length) conditions.push(sql<boolean>`(${sql.join(criteria.agent.map(ofAgent), sql` or `)})`);
  for (const [field, column] of Object.entries(COLUMNS)) {
    const filter = criteria[field as keyof typeof COLUMNS];
    if (filter) conditions.push(columnFilter(column, filter));
  }
  for (const { key, ...filter } of criteria.custom_analysis_data ?? [])
    conditions.push(valueFilter(sql`(details #> '{chat_analysis,custom_analysis_data}' -> ${key}::text)`, filter));
  for (const { key, ...filter } of criteria.custom_attributes ?? [])
    conditions.push(valueFilter(sql`(custom_attributes -> ${key}::text)`, filter));
  return conditions;
}

function ofAgent({ agent_id, version }: NonNullable<ChatFilterCriteria['agent']>[number]): RawBuilder<boolean> {
  const agent = sql<boolean>`agent_id = ${agent_id}`;
  return version?.length ? sql<boolean>`(${agent} and agent_version = any(${version}::double precision[]))` : agent;
}

function columnFilter(column: RawBuilder<unknown>, filter: ValueFilter): RawBuilder<boolean> {
  switch (filter.type) {
    case 'string':
      return textCondition(column, filter);
    case 'number':
      return numberCondition(sql`${column}`, filter);
    case 'boolean':
      return sql<boolean>`${column} = ${filter.value}`;
    case 'range':
      return sql<boolean>`${column} between ${filter.value[0]}::double precision and ${filter.value[1]}::double precision`;
    case 'enum':
      return sql<boolean>`${column} = any(${filter.value}::text[])`;
    case 'present':
      return presence(column, filter.op);
    default:
      return filter satisfies never;
  }
}

/** A value in JSON: a filter of another type than the value's does not match. */
function valueFilter(value: RawBuilder<unknown>, filter: ValueFilter): RawBuilder<boolean> {
  const ofType = (type: string, condition: RawBuilder<boolean>): RawBuilder<boolean> =>
    sql<boolean>`case when jsonb_typeof(${value}) = ${type} then ${condition} else false end`;
  const text = sql`(${value} #>> '{}')`;
  const number = sql`(${text})::double precision`;
  switch (filter.type) {
    case 'string':
      return ofType('string', textCondition(text, filter));
    case 'number':
      return ofType('number', numberCondition(number, filter));
    case 'boolean':
      return ofType('boolean', sql<boolean>`(${text})::boolean = ${filter.value}`);
    case 'range':
      return ofType(
        'number',
        sql<boolean>`${number} between ${filter.value[0]}::double precision and ${filter.value[1]}::double precision`,
      );
    case 'enum':
      return ofType('string', sql<boolean>`${text} = any(${filter.value}::text[])`);
    case 'present':
      return presence(text, filter.op);
    default:
      return filter satisfies never;
  }
}

function presence(value: RawBuilder<unknown>, op: 'pr' | 'np'): RawBuilder<boolean> {
  return op === 'pr' ? sql<boolean>`${value} is not null` : sql<boolean>`${value} is null`;
}

function textCondition(
  text: RawBuilder<unknown>,
  { op, value }: Extract<ValueFilter, { type: 'string' }>,
): RawBuilder<boolean> {
  switch (op) {
    case 'eq':
      return sql<boolean>`${text} = ${value}`;
    case 'ne':
      return sql<boolean>`${text} is distinct from ${value}`;
    case 'sw':
      return sql<boolean>`starts_with(${text}, ${value})`;
    case 'ew':
      return sql<boolean>`right(${text}, length(${value})) = ${value}`;
    case 'co':
      return sql<boolean>`position(${value} in ${text}) > 0`;
    default:
      return op satisfies never;
  }
}

const COMPARISONS = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function numberCondition(
  number: RawBuilder<unknown>,
  { op, value }: Extract<ValueFilter, { type: 'number' }>,
): RawBuilder<boolean> {
  return sql<boolean>`${number} ${sql.raw(COMPARISONS[op])} ${value}::double precision`;
}
