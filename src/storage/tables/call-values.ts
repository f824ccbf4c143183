// Filters on what calls hold by key: metadata, variables, results of the analysis, tools. `call_values` holds them for look-ups; where it
// cannot tell for certain, the call itself is looked at as well.

import { sql, type RawBuilder } from 'kysely';
import type { Held } from './call-kinds.ts';
import { columnOperand, jsonOperand, typedCondition, type Operand, type TypedFilter } from './typed-filter.ts';

/** Which rows of a table belong to calls that are wanted. */
export interface LookUp {
  from: 'calls' | 'call_values';
  /** What an index of the table answers. */
  indexed: RawBuilder<boolean>;
  /** What is to be checked row by row then. */
  rest: RawBuilder<boolean> | null;
  /** The same as `indexed` in words that no index answers, for calls that are looked at one by one. */
  walked?: RawBuilder<boolean>;
  /** It asks for one of these agents; the calls of each stand in the order of the list. */
  agents?: readonly string[];
  /** The index gives them in the order of the list. */
  inOrder: boolean;
  /** What the kind of any such call holds; null: nothing is known of it. */
  held: Held | null;
}

export interface FilterParts {
  lookUps: LookUp[];
  /** On `calls`. */
  conditions: RawBuilder<boolean>[];
}

/** As in the function `call_values_of`. */
const MAX_KEY_CHARACTERS = 180;
const MAX_TEXT_CHARACTERS = 200;

const TEXT = sql`text_value collate "C"`;
const NUMBER: Operand = { ...columnOperand('text_value'), number: sql`number_value` };

const HELD = { metadata: 'm', dynamic_variables: 'v', custom_analysis_data: 'c', custom_attributes: 'a' } as const;

/** `object`: the JSON that holds the key in the call itself. */
export function keyedFilter(
  field: keyof typeof HELD,
  object: RawBuilder<unknown>,
  filter: TypedFilter & { key: string },
): FilterParts {
  const inCall = typedCondition(jsonOperand(sql`${object} -> ${filter.key}::text`), filter);
  const found = filter.key.length > MAX_KEY_CHARACTERS ? null : lookUp(filter);
  if (found === null) return { lookUps: [], conditions: [inCall] };
  const ofField = sql<boolean>`field = ${`${field}.${filter.key}`}`;
  const indexed = found.where === null ? ofField : sql<boolean>`${ofField} and ${found.where}`;
  const { inOrder, exact } = found;
  return {
    lookUps: [{ from: 'call_values', indexed, rest: null, inOrder: inOrder && exact, held: HELD[field] }],
    conditions: exact ? [] : [inCall],
  };
}

/** Some call of the tool that meets all of it. */
export function toolCallFilter(wanted: {
  name?: string;
  type?: string;
  latency_ms?: TypedFilter;
  success?: TypedFilter;
}): FilterParts {
  const field =
    wanted.name === undefined ? sql<boolean>`field ^@ 'tool.'` : sql<boolean>`field = ${`tool.${wanted.name}`}`;
  const success = wanted.success?.type === 'boolean' ? [sql<boolean>`${TEXT} = ${String(wanted.success.value)}`] : [];
  const latency = wanted.latency_ms ? [typedCondition(NUMBER, wanted.latency_ms)] : [];
  const type = wanted.type === undefined ? [] : [sql<boolean>`tool_type = ${wanted.type}`];
  const indexed = sql<boolean>`${sql.join([field, ...success, ...latency], sql` and `)}`;
  const lookUp = {
    from: 'call_values',
    indexed,
    rest: type[0] ?? null,
    inOrder: false,
    held: 't',
  } as const;
  return { lookUps: [lookUp], conditions: [] };
}

interface Found {
  where: RawBuilder<boolean> | null;
  inOrder: boolean;
  /** Nothing is left to look at in the call. */
  exact: boolean;
}

/** How `call_values` finds it; null for what is missing or not equal, which it cannot find. */
function lookUp(filter: TypedFilter): Found | null {
  switch (filter.type) {
    case 'number':
    case 'range':
      if (filter.type === 'number' && filter.op === 'ne') return null;
      return { where: typedCondition(NUMBER, filter), inOrder: false, exact: true };
    case 'boolean':
      return {
        where: sql<boolean>`${TEXT} = ${String(filter.value)} and boolean_value is not null`,
        inOrder: true,
        exact: true,
      };
    case 'present':
      return filter.op === 'pr' ? { where: null, inOrder: false, exact: true } : null;
    case 'enum':
      return lookUpTexts(filter.value);
    case 'string':
      return lookUpText(filter.op, filter.value);
    default:
      return filter satisfies never;
  }
}

function lookUpText(op: Extract<TypedFilter, { type: 'string' }>['op'], value: string): Found | null {
  if (op === 'ne') return null;
  if (op === 'eq') return lookUpTexts([value]);
  if (op === 'sw') {
    const start = firstCharacters(value, MAX_TEXT_CHARACTERS);
    return { where: sql<boolean>`${TEXT} ^@ ${start}`, inOrder: false, exact: start === value };
  }
  return { where: null, inOrder: false, exact: false };
}

function lookUpTexts(values: readonly string[]): Found {
  const starts = [...new Set(values.map((value) => firstCharacters(value, MAX_TEXT_CHARACTERS)))];
  const exact = values.every((value) => value.length < MAX_TEXT_CHARACTERS);
  if (starts.length === 1) return { where: sql<boolean>`${TEXT} = ${starts[0]}`, inOrder: true, exact };
  return { where: sql<boolean>`${TEXT} = any(${starts}::text[])`, inOrder: false, exact };
}

/** By characters as the database counts them; JavaScript never counts fewer. */
function firstCharacters(text: string, most: number): string {
  return [...text.slice(0, 2 * most)].slice(0, most).join('');
}
