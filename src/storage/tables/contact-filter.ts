// Which contacts a list is of: typed conditions and the free search, as SQL.

import { sql, type RawBuilder } from 'kysely';
import { columnOperand, jsonOperand, typedCondition, type TypedFilter } from './typed-filter.ts';

export interface ContactFilter {
  contact_id?: TypedFilter;
  phone_number?: TypedFilter;
  external_id?: TypedFilter;
  do_not_call?: TypedFilter;
  last_conversation_timestamp?: TypedFilter;
  /** Any of these. */
  tags?: { value: string[] };
  /** The same by another name. */
  contact_tag_ids?: { value: string[] };
  custom_fields?: readonly (TypedFilter & { key?: string })[];
}

const COLUMNS = ['contact_id', 'phone_number', 'external_id', 'do_not_call', 'last_conversation_timestamp'] as const;

/** One condition per criterion; all must hold. `search`: somewhere in number, names, external id or custom values. */
export function contactConditions(filter: ContactFilter, search: string | undefined): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  for (const column of COLUMNS) {
    const wanted = filter[column];
    if (wanted) conditions.push(typedCondition(columnOperand(`contacts.${column}`), wanted));
  }
  for (const tags of [filter.tags, filter.contact_tag_ids])
    if (tags) conditions.push(sql<boolean>`tags && ${[...tags.value]}::text[]`);
  for (const { key = '', ...wanted } of filter.custom_fields ?? [])
    conditions.push(typedCondition(jsonOperand(sql`custom_fields -> ${key}::text`), wanted as TypedFilter));
  if (search !== undefined && search !== '') conditions.push(searchCondition(search));
  return conditions;
}

function searchCondition(search: string): RawBuilder<boolean> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(phone_number ilike ${pattern} or first_name ilike ${pattern} or last_name ilike ${pattern}
    or external_id ilike ${pattern} or exists (
      select 1 from jsonb_each_text(custom_fields) as field where field.value ilike ${pattern}))`;
}
