// Typed filters of the contract ({type, op, value}) as SQL, over columns and over JSON.

import { sql, type RawBuilder } from 'kysely';

/** A typed operation. Which operation goes with which type is checked by the contract's schema. */
export type TypedFilter =
  | { type: 'string'; op: 'eq' | 'ne' | 'sw' | 'ew' | 'co'; value: string }
  | { type: 'number'; op: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'; value: number }
  | { type: 'boolean'; op: 'eq'; value: boolean }
  | { type: 'range'; op: 'bt'; value: number[] }
  | { type: 'enum'; op: 'in'; value: string[] }
  | { type: 'present'; op: 'pr' | 'np' };

/** What a field is in SQL, as JSON value for keyed fields and as column elsewhere. */
export interface Operand {
  text: RawBuilder<string | null>;
  number: RawBuilder<number | null>;
  boolean: RawBuilder<boolean | null>;
  present: RawBuilder<boolean>;
}

/** The condition that the operand meets the filter. */
export function typedCondition(operand: Operand, filter: TypedFilter): RawBuilder<boolean> {
  switch (filter.type) {
    case 'string':
      return stringCondition(operand.text, filter.op, filter.value);
    case 'number':
      return sql<boolean>`${operand.number} ${sql.raw(COMPARISONS[filter.op])} ${filter.value}::double precision`;
    case 'boolean':
      return sql<boolean>`${operand.boolean} = ${filter.value}`;
    case 'range':
      return sql<boolean>`${operand.number} between ${filter.value[0]}::double precision and ${filter.value[1]}::double precision`;
    case 'enum':
      return sql<boolean>`${operand.text} = any(${[...filter.value]}::text[])`;
    case 'present':
      return filter.op === 'pr' ? operand.present : sql<boolean>`not ${operand.present}`;
    default:
      return filter satisfies never;
  }
}

/** A missing value is not equal to anything. */
const COMPARISONS = { eq: '=', ne: 'is distinct from', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function stringCondition(
  text: RawBuilder<string | null>,
  op: 'eq' | 'ne' | 'sw' | 'ew' | 'co',
  value: string,
): RawBuilder<boolean> {
  switch (op) {
    case 'eq':
      return sql<boolean>`${text} = ${value}`;
    case 'ne':
      return sql<boolean>`${text} is distinct from ${value}`;
    case 'sw':
      return sql<boolean>`starts_with(${text}, ${value})`;
    case 'ew':
      return sql<boolean>`right(${text}, length(${value}::text)) = ${value}`;
    case 'co':
      return sql<boolean>`position(${value}::text in ${text}) > 0`;
    default:
      return op satisfies never;
  }
}

/** A column by its name, with its table's where needed (`calls.duration_ms`). */
export function columnOperand(name: string): Operand {
  const ref = sql.ref(name);
  return {
    text: sql`${ref}::text`,
    number: sql`${ref}`,
    boolean: sql`${ref}`,
    present: sql`(${ref} is not null)`,
  };
}

/** A JSON value counts as a number or truth value only if it is one; as text it is what it would print. */
export function jsonOperand(value: RawBuilder<unknown>): Operand {
  return {
    text: sql`((${value}) #>> '{}')`,
    number: sql`(case jsonb_typeof(${value}) when 'number' then (${value})::double precision end)`,
    boolean: sql`(case jsonb_typeof(${value}) when 'boolean' then (${value})::boolean end)`,
    present: sql`(coalesce(jsonb_typeof(${value}), 'null') <> 'null')`,
  };
}
