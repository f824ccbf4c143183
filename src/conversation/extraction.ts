// Variables that are read out of the conversation: asked for as JSON, kept as text. A node asks, and so does a tool.

import { listOf, type ExtractedVariable } from '../flow/index.ts';
import type { ToolParameters } from './retell-llm-config.ts';
import { asText, substituteDeep, type VariableLookup } from './variables.ts';

export type ExtractedVariables = ExtractedVariable[] | null | undefined;

/** The question's schema; every variable may be null, because the user may not have said it. */
export function extractionSchema(variables: ExtractedVariables, lookup: VariableLookup): object {
  const { properties } = extractionParameters(variables);
  const nullable = Object.entries(properties).map(([name, property]) => [name, orNull(property as Property)]);
  const schema = { properties: Object.fromEntries(nullable), required: Object.keys(properties) };
  return { type: 'object', ...substituteDeep(schema, lookup), additionalProperties: false };
}

/** The same as arguments of a tool, variables not put in: what is not known is left out. */
export function extractionParameters(variables: ExtractedVariables): ToolParameters {
  const properties = Object.fromEntries(listOf(variables).map((each) => [each.name, propertyOf(each)]));
  return { type: 'object', properties };
}

export const extractionTask =
  'Read the following out of the conversation so far, as JSON. Use null for what was not said. Invent nothing.';

/** Only what was found, and only what was asked for. Models write numbers and booleans as text at times; what is neither is nothing. */
export function readVariables(
  variables: ExtractedVariables,
  value: Record<string, unknown> | null,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const variable of listOf(variables)) {
    const { name } = variable;
    const text = value !== null && Object.hasOwn(value, name) ? asText(value[name]) : undefined;
    if (text !== undefined && fits(variable, text)) found[name] = text;
  }
  return found;
}

function fits({ type, choices }: ExtractedVariable, text: string): boolean {
  if (type === 'enum') return !choices || choices.includes(text);
  if (type === 'boolean') return text === 'true' || text === 'false';
  if (type === 'number') return text.trim() !== '' && Number.isFinite(Number(text));
  return true;
}

interface Property {
  type: string;
  description?: string;
  enum?: string[];
}

function propertyOf({ type, description, examples, choices }: ExtractedVariable): Property {
  const hints = [description ?? '', examples?.length ? `Examples: ${examples.join('; ')}.` : ''];
  const text = hints.filter(Boolean).join(' ');
  const known = type === 'number' || type === 'boolean' ? type : 'string';
  return {
    type: known,
    ...(type === 'enum' && choices?.length ? { enum: choices } : {}),
    ...(text ? { description: text } : {}),
  };
}

function orNull(property: Property): object {
  return {
    ...property,
    type: [property.type, 'null'],
    ...(property.enum ? { enum: [...property.enum, null] } : {}),
  };
}
