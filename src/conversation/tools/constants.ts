// Arguments with a fixed value: the model does not see them, the tool gets them.

import type { ToolParameters } from '../retell-llm-config.ts';
import { substituteDeep, type VariableLookup } from '../variables.ts';

/** Takes properties with a fixed value out of the schema: the model has nothing to fill in there. */
export function withoutConstants(schema: ToolParameters | null | undefined): ToolParameters {
  if (!schema?.properties) return { type: 'object', properties: {} };
  const entries = Object.entries(schema.properties).filter(([, property]) => !isConstant(property));
  const properties = Object.fromEntries(
    entries.map(([name, property]) => [name, isObjectSchema(property) ? withoutConstants(property) : property]),
  );
  const required = schema.required?.filter((name) => Object.hasOwn(properties, name));
  return { ...schema, type: 'object', properties, ...(required && { required }) };
}

/** Adds the fixed values of a schema, variables put in, to what the model gave. */
export function addConstants(
  args: Record<string, unknown>,
  schema: ToolParameters | null | undefined,
  lookup: VariableLookup,
): Record<string, unknown> {
  const filled = { ...args };
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    if (isConstant(property)) filled[name] = substituteDeep(property.const, lookup);
    else if (isObjectSchema(property) && hasConstants(property)) {
      filled[name] = addConstants(isRecord(args[name]) ? args[name] : {}, property, lookup);
    }
  }
  return filled;
}

function hasConstants(schema: ToolParameters): boolean {
  return Object.values(schema.properties).some(
    (item) => isConstant(item) || (isObjectSchema(item) && hasConstants(item)),
  );
}

function isConstant(property: unknown): property is { const: unknown } {
  return isRecord(property) && Object.hasOwn(property, 'const');
}

function isObjectSchema(property: unknown): property is ToolParameters {
  return isRecord(property) && property.type === 'object' && isRecord(property.properties);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
