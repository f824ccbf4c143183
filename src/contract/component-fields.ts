// Which fields an object of the contract has, for areas that drop what they do not know.

import schemas from './generated/schemas.json' with { type: 'json' };
import type { SchemaObject } from './json-schema.ts';

const DEFINITIONS = schemas.$defs as unknown as Record<string, SchemaObject>;

/** Names of the top-level fields of a component, parts of an `allOf` included. Throws for a component that is not there. */
export function componentFields(name: string): ReadonlySet<string> {
  const schema = DEFINITIONS[name];
  if (!schema) throw new Error(`the contract has no component ${name}`);
  return new Set(fieldsOf(schema));
}

function fieldsOf(schema: SchemaObject): string[] {
  const target = typeof schema.$ref === 'string' ? DEFINITIONS[schema.$ref.split('/').at(-1) ?? ''] : undefined;
  return [
    ...Object.keys((schema.properties as object | undefined) ?? {}),
    ...((schema.allOf as SchemaObject[] | undefined) ?? []).flatMap(fieldsOf),
    ...(target ? fieldsOf(target) : []),
  ];
}
