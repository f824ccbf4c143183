// Filters on what calls hold by key: metadata, variables, results of the analysis, tools. What can be looked up in `call_values` is joined
// to the call by time and id, so that the planner may begin at either side and still meet the order of the list.

import { sql, type RawBuilder } from 'kysely';
import { columnOperand, jsonOperand, typedCondition, type Operand, type TypedFilter } from './typed-filter.ts';

export interface FilterParts {
  /** `join ...` under a name of its own. */
  joins: ((name: string) => RawBuilder<unknown>)[];
  conditions: RawBuilder<boolean>[];
}

export const NO_CONDITIONS: FilterParts = { joins: [], conditions: [] };

/** As in the function `call_values_of`. */
const MAX_KEY_CHARACTERS = 180;
const MAX_TEXT_CHARACTERS = 200;

const NUMBER: Operand = { ...columnOperand('text_value'), number: sql`number_value` };

export function together(parts: readonly FilterParts[]): FilterParts {
  return { joins: parts.flatMap(({ joins }) => joins), conditions: parts.flatMap(({ conditions }) => conditions) };
}

/** `object`: the JSON that holds the key in the call itself. */
export function keyedFilter(
  field: string,
  object: RawBuilder<unknown>,
  filter: TypedFilter & { key: string },
): FilterParts {
  const inCall = typedCondition(jsonOperand(sql`${object} -> ${filter.key}::text`), filter);
  const looked = filter.key.length > MAX_KEY_CHARACTERS ? null : lookUp(filter);
  if (looked === null) return { joins: [], conditions: [inCall] };
  const joins = [valuesJoin(`${field}.${filter.key}`, looked.where)];
  return { joins, conditions: looked.exact ? [] : [inCall] };
}

/** Some call of the tool that meets all of it. */
export function toolCallFilter(wanted: {
  name?: string;
  type?: string;
  latency_ms?: TypedFilter;
  success?: TypedFilter;
}): FilterParts {
  const where: RawBuilder<boolean>[] = [];
  if (wanted.type !== undefined) where.push(sql<boolean>`text_value = ${wanted.type}`);
  if (wanted.latency_ms) where.push(typedCondition(NUMBER, wanted.latency_ms));
  if (wanted.success?.type === 'boolean') where.push(sql<boolean>`boolean_value = ${wanted.success.value}`);
  const field =
    wanted.name === undefined ? sql<boolean>`field ^@ 'tool.'` : sql<boolean>`field = ${`tool.${wanted.name}`}`;
  return { joins: [distinctJoin(sql.join([field, ...where], sql` and `))], conditions: [] };
}

/** How `call_values` finds it; null when it holds what is missing, or what is not equal. `exact`: nothing is left to look at in the call. */
function lookUp(filter: TypedFilter): { where: RawBuilder<boolean> | null; exact: boolean } | null {
  switch (filter.type) {
    case 'number':
    case 'range':
      if (filter.type === 'number' && filter.op === 'ne') return null;
      return { where: typedCondition(NUMBER, filter), exact: true };
    case 'boolean':
      return {
        where: sql<boolean>`text_value collate "C" = ${String(filter.value)} and boolean_value is not null`,
        exact: true,
      };
    case 'present':
      return filter.op === 'pr' ? { where: null, exact: true } : null;
    case 'enum':
      return lookUpTexts(filter.value);
    case 'string':
      return lookUpText(filter.op, filter.value);
    default:
      return filter satisfies never;
  }
}

function lookUpText(
  op: Extract<TypedFilter, { type: 'string' }>['op'],
  value: string,
): { where: RawBuilder<boolean> | null; exact: boolean } | null {
  if (op === 'ne') return null;
  if (op === 'eq') return lookUpTexts([value]);
  if (op === 'sw') {
    const start = value.slice(0, MAX_TEXT_CHARACTERS / 2);
    return { where: sql<boolean>`text_value collate "C" ^@ ${start}`, exact: start === value };
  }
  return { where: null, exact: false };
}

function lookUpTexts(values: readonly string[]): { where: RawBuilder<boolean>; exact: boolean } {
  // By characters as the database counts them; JavaScript never counts fewer.
  const starts = values.map((value) => [...value].slice(0, MAX_TEXT_CHARACTERS).join(''));
  const exact = values.every((value) => value.length < MAX_TEXT_CHARACTERS);
  if (starts.length === 1) return { where: sql<boolean>`text_value collate "C" = ${starts[0]}`, exact };
  return { where: sql<boolean>`text_value collate "C" = any(${[...new Set(starts)]}::text[])`, exact };
}

/** There is one row for each call and field. */
function valuesJoin(field: string, where: RawBuilder<boolean> | null): (name: string) => RawBuilder<unknown> {
  return joined(sql`select workspace_id, began_at, call_id from call_values
    where field = ${field} and seq = 0 ${where === null ? sql`` : sql`and ${where}`}`);
}

/** A tool may be called many times. */
function distinctJoin(where: RawBuilder<unknown>): (name: string) => RawBuilder<unknown> {
  return joined(sql`select distinct workspace_id, began_at, call_id from call_values where ${where}`);
}

function joined(values: RawBuilder<unknown>): (name: string) => RawBuilder<unknown> {
  return (name) => {
    const ref = sql.ref(name);
    return sql`join (${values}) as ${ref} on ${ref}.workspace_id = calls.workspace_id
      and ${ref}.began_at = calls.began_at and ${ref}.call_id = calls.call_id`;
  };
}
