// A tool's schema for strict mode: vendors that enforce a schema want every property required and no others.

import type { JSONSchema7 } from '@ai-sdk/provider';

/** Optional properties become nullable; the rest of the schema stays. */
export function toStrictSchema(schema: JSONSchema7): JSONSchema7 {
  const strict = { ...schema };
  if (schema.properties) {
    const required = new Set(schema.required ?? []);
    strict.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => {
        if (typeof property === 'boolean') return [name, property];
        const inner = toStrictSchema(property);
        return [name, required.has(name) ? inner : nullable(inner)];
      }),
    );
    strict.required = Object.keys(schema.properties);
    strict.additionalProperties = false;
  }
  if (typeof schema.items === 'object' && !Array.isArray(schema.items)) strict.items = toStrictSchema(schema.items);
  return strict;
}

function nullable(schema: JSONSchema7): JSONSchema7 {
  return typeof schema.type === 'string' && !schema.enum
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}
