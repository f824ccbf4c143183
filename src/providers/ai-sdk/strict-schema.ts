// A tool's schema for strict mode: vendors that enforce a schema want every property required and no others.

import type { JSONSchema7 } from '@ai-sdk/provider';

/**
 * Can it be enforced at all? Not an object whose properties are open, nor what strict mode does not know; one such schema would have
 * the whole request refused. https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
export function canBeStrict(schema: JSONSchema7): boolean {
  if (['allOf', 'oneOf', 'not', 'if', 'patternProperties', 'dependencies'].some((word) => word in schema)) return false;
  const isObject = [schema.type].flat().includes('object');
  if (isObject && (!schema.properties || (schema.additionalProperties ?? false) !== false)) return false;
  const { properties = {}, items = [], anyOf = [], $defs = {} } = schema;
  const inner = [...Object.values(properties), ...[items].flat(), ...anyOf, ...Object.values($defs)];
  return inner.every((part) => typeof part !== 'boolean' && canBeStrict(part));
}

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
  if (schema.anyOf)
    strict.anyOf = schema.anyOf.map((part) => (typeof part === 'boolean' ? part : toStrictSchema(part)));
  if (typeof schema.items === 'object' && !Array.isArray(schema.items)) strict.items = toStrictSchema(schema.items);
  return strict;
}

function nullable(schema: JSONSchema7): JSONSchema7 {
  return typeof schema.type === 'string' && !schema.enum
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}
