// The schema of an MCP tool's arguments as a model may see it: a server is a stranger, and vendors refuse what they do not know.

import { isShallow } from '../../is-shallow.ts';
import type { ToolParameters } from '../../retell-llm-config.ts';

const MAX_CHARACTERS = 32_768;
const MAX_DEPTH = 32;

/** Null for what is no schema of an object, or one that no model should have to read. */
export function usableSchema(schema: unknown): ToolParameters | null {
  if (!isObject(schema) || (schema.type !== undefined && schema.type !== 'object')) return null;
  if (!isShallow(schema, MAX_DEPTH) || JSON.stringify(schema).length > MAX_CHARACTERS) return null;
  const { $schema: _dialect, title: _title, properties, required, ...rest } = schema;
  return {
    ...rest,
    type: 'object',
    properties: isObject(properties) ? properties : {},
    ...(Array.isArray(required) && { required: required.filter((name) => typeof name === 'string') }),
  };
}

/**
 * The `input_schema` of a tool as documents hold it: a JSON Schema; or, as the contract has it, texts by name. Those are the parts of a
 * schema as JSON, or what an argument means. Null when it says nothing.
 */
export function storedSchema(stored: unknown): ToolParameters | null {
  if (!isObject(stored) || Object.keys(stored).length === 0) return null;
  const parts = Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, parsed(value)]));
  if (isObject(parts.properties)) return usableSchema(parts);
  if (parts.type === 'object') return usableSchema({ ...parts, properties: {} });
  const properties = Object.entries(parts).map(([name, part]) => [
    name,
    isObject(part) ? part : { type: 'string', description: String(part) },
  ]);
  return usableSchema({ properties: Object.fromEntries(properties) as object });
}

/** Of a tool of which nothing is known but its name. */
export const UNKNOWN_SCHEMA: ToolParameters = { type: 'object', properties: {} };

function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
