// Variables that a node reads out of the conversation: asked for as JSON, kept as text.

import { listOf, type ExtractedVariable, type FlowNode } from '../../flow/index.ts';
import { asText, substitute, type VariableLookup } from '../variables.ts';

/** The question's schema; every variable may be null, because the user may not have said it. */
export function extractionSchema(node: FlowNode, lookup: VariableLookup): object {
  const variables = listOf(node.variables);
  const properties = Object.fromEntries(variables.map((each) => [each.name, propertyOf(each, lookup)]));
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

export const extractionTask =
  'Read the following out of the conversation so far, as JSON. Use null for what was not said. Invent nothing.';

/** Only what was found, and only what was asked for. */
export function readVariables(node: FlowNode, value: Record<string, unknown> | null): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, type, choices } of listOf(node.variables)) {
    const text = value !== null && Object.hasOwn(value, name) ? asText(value[name]) : undefined;
    if (text === undefined) continue;
    if (type === 'enum' && choices && !choices.includes(text)) continue;
    found[name] = text;
  }
  return found;
}

function propertyOf({ type, description, examples, choices }: ExtractedVariable, lookup: VariableLookup): object {
  const hints = [substitute(description ?? '', lookup), examples?.length ? `Examples: ${examples.join('; ')}.` : ''];
  const text = hints.filter(Boolean).join(' ');
  const types: Record<string, object> = {
    number: { type: ['number', 'null'] },
    boolean: { type: ['boolean', 'null'] },
    enum: { type: ['string', 'null'], ...(choices?.length ? { enum: [...choices, null] } : {}) },
  };
  return { ...(types[type] ?? { type: ['string', 'null'] }), ...(text ? { description: text } : {}) };
}
