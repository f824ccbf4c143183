// `filter_criteria` of list-chats as conditions.

import { sql, type RawBuilder } from 'kysely';
import { columnOperand, jsonOperand, typedCondition, type Operand, type TypedFilter } from './typed-filter.ts';

/** All that are given must hold. */
export interface ChatFilterCriteria {
  /** Any of them. */
  agent?: readonly { agent_id: string; version?: readonly number[] }[];
  agent_tag?: TypedFilter;
  chat_id?: TypedFilter;
  chat_status?: TypedFilter;
  chat_type?: TypedFilter;
  chat_successful?: TypedFilter;
  disconnection_reason?: TypedFilter;
  user_sentiment?: TypedFilter;
  start_timestamp?: TypedFilter;
  end_timestamp?: TypedFilter;
  duration_ms?: TypedFilter;
  combined_cost?: TypedFilter;
  custom_analysis_data?: readonly (TypedFilter & { key: string })[];
  custom_attributes?: readonly (TypedFilter & { key: string })[];
}

const DURATION = sql<number>`(end_timestamp - start_timestamp)`;

const FIELDS = {
  agent_tag: columnOperand('agent_tag'),
  chat_id: columnOperand('chat_id'),
  chat_status: columnOperand('chat_status'),
  chat_type: columnOperand('chat_type'),
  chat_successful: columnOperand('chat_successful'),
  disconnection_reason: columnOperand('disconnection_reason'),
  user_sentiment: columnOperand('user_sentiment'),
  start_timestamp: columnOperand('start_timestamp'),
  end_timestamp: columnOperand('end_timestamp'),
  duration_ms: {
    text: sql`${DURATION}::text`,
    number: DURATION,
    boolean: sql`null::boolean`,
    present: sql`(${DURATION} is not null)`,
  },
  combined_cost: jsonOperand(sql`details #> '{chat_cost,combined_cost}'`),
} as const satisfies Partial<Record<keyof ChatFilterCriteria, Operand>>;

export function chatFilter(criteria: ChatFilterCriteria): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  if (criteria.agent?.length) conditions.push(sql<boolean>`(${sql.join(criteria.agent.map(ofAgent), sql` or `)})`);
  for (const [field, operand] of Object.entries(FIELDS)) {
    const filter = criteria[field as keyof typeof FIELDS];
    if (filter) conditions.push(typedCondition(operand, filter));
  }
  for (const { key, ...filter } of criteria.custom_analysis_data ?? [])
    conditions.push(
      typedCondition(jsonOperand(sql`details #> '{chat_analysis,custom_analysis_data}' -> ${key}::text`), filter),
    );
  for (const { key, ...filter } of criteria.custom_attributes ?? [])
    conditions.push(typedCondition(jsonOperand(sql`custom_attributes -> ${key}::text`), filter));
  return conditions;
}

function ofAgent({ agent_id, version }: NonNullable<ChatFilterCriteria['agent']>[number]): RawBuilder<boolean> {
  const agent = sql<boolean>`agent_id = ${agent_id}`;
  return version?.length ? sql<boolean>`(${agent} and agent_version = any(${version}::double precision[]))` : agent;
}
