// A typed filter on a column, in the column's own type: a comparison across types would leave its index unused.

import { sql, type RawBuilder } from 'kysely';
import type { TypedFilter } from './typed-filter.ts';

/** `bytes`: text that is indexed in byte order, for its beginnings. */
export type FilterColumn = readonly [name: string, type: 'text' | 'bytes' | 'integer' | 'double' | 'boolean'];

/** A value that cannot be of the column's type is no value of it. */
export function columnCondition(column: FilterColumn, filter: TypedFilter): RawBuilder<boolean> {
  const [name, type] = column;
  const ref = type === 'bytes' ? sql`(${sql.ref(name)} collate "C")` : sql.ref(name);
  switch (filter.type) {
    case 'present':
      return filter.op === 'pr' ? sql<boolean>`${ref} is not null` : sql<boolean>`${ref} is null`;
    case 'boolean':
      return type === 'boolean' ? sql<boolean>`${ref} = ${filter.value}::boolean` : NEVER;
    case 'enum':
      return oneOf(ref, type, filter.value);
    case 'string':
      return isText(type) ? textCondition(ref, filter.op, filter.value) : NEVER;
    case 'number':
      return isNumber(type) ? numberCondition(ref, type, filter.op, filter.value) : NEVER;
    case 'range': {
      const [from = 0, to = 0] = filter.value;
      if (!isNumber(type)) return NEVER;
      return sql<boolean>`(${numberCondition(ref, type, 'ge', from)} and ${numberCondition(ref, type, 'le', to)})`;
    }
    default:
      return filter satisfies never;
  }
}

const NEVER = sql<boolean>`false`;

function isText(type: FilterColumn[1]): type is 'text' | 'bytes' {
  return type === 'text' || type === 'bytes';
}

function isNumber(type: FilterColumn[1]): type is 'integer' | 'double' {
  return type === 'integer' || type === 'double';
}

/** One value is asked for with `=`: then its index gives the calls in the order of the list. */
function oneOf(ref: RawBuilder<unknown>, type: FilterColumn[1], values: readonly string[]): RawBuilder<boolean> {
  const cast = sql.raw(ARRAY_TYPES[type]);
  const fitting = values.filter((value) => FITS[type](value));
  if (fitting.length === 1) return sql<boolean>`${ref} = (${fitting[0]}::text)::${cast}`;
  return sql<boolean>`${ref} = any(${fitting}::${cast}[])`;
}

const ARRAY_TYPES = { text: 'text', bytes: 'text', integer: 'bigint', double: 'double precision', boolean: 'boolean' };

const FITS: Record<FilterColumn[1], (value: string) => boolean> = {
  text: () => true,
  bytes: () => true,
  integer: (value) => Number.isSafeInteger(Number(value)) && value.trim() !== '',
  double: (value) => Number.isFinite(Number(value)) && value.trim() !== '',
  boolean: (value) => value === 'true' || value === 'false',
};

function textCondition(
  ref: RawBuilder<unknown>,
  op: Extract<TypedFilter, { type: 'string' }>['op'],
  value: string,
): RawBuilder<boolean> {
  switch (op) {
    case 'eq':
      return sql<boolean>`${ref} = ${value}`;
    case 'ne':
      return sql<boolean>`${ref} is distinct from ${value}`;
    case 'sw':
      return sql<boolean>`${ref} ^@ ${value}`;
    case 'ew':
      return sql<boolean>`right(${ref}, length(${value}::text)) = ${value}`;
    case 'co':
      return sql<boolean>`position(${value}::text in ${ref}) > 0`;
    default:
      return op satisfies never;
  }
}

/** A missing value is not equal to anything. */
const COMPARISONS = { eq: '=', ne: 'is distinct from', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function numberCondition(
  ref: RawBuilder<unknown>,
  type: 'integer' | 'double',
  op: Extract<TypedFilter, { type: 'number' }>['op'],
  value: number,
): RawBuilder<boolean> {
  const comparison = sql.raw(COMPARISONS[op]);
  if (type === 'double') return sql<boolean>`${ref} ${comparison} ${value}::double precision`;
  if (!Number.isInteger(value) && op === 'eq') return NEVER;
  if (!Number.isInteger(value) && op === 'ne') return sql<boolean>`true`;
  const whole = op === 'ge' || op === 'lt' ? Math.ceil(value) : Math.floor(value);
  return sql<boolean>`${ref} ${comparison} ${Math.min(Math.max(whole, -FARTHEST), FARTHEST)}::bigint`;
}

/** Beyond any time or length. */
const FARTHEST = Number.MAX_SAFE_INTEGER;
