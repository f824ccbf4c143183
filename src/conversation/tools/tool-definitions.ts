// The tools that the model may call right now: the agent's, the state's, and one transition tool per edge.

import type { ModelTool } from '../../interfaces/language-model.ts';
import type { EdgeConfig, RetellLlmConfig, StateConfig, ToolConfig, ToolParameters } from '../retell-llm-config.ts';
import type { VariableLookup } from '../variables.ts';
import { substitute, substituteDeep } from '../variables.ts';

/** Something the model can call, with where it comes from. */
export type VisibleTool = { kind: 'tool'; tool: ToolConfig } | { kind: 'edge'; edge: EdgeConfig };

/** The argument in which the model writes what to say while the tool runs; never sent to the tool's server. */
export const executionMessage = 'execution_message';

const defaultExecutionMessage =
  'What you say to the user while you call this tool. It must fit smoothly into the conversation.';
const defaultDescriptions: Record<string, string> = {
  end_call: 'End the call with the user: when they say goodbye, want to hang up, or everything is done.',
};

/** Tools by the name that the model sees; the first of a name wins. */
export function visibleTools(llm: RetellLlmConfig, state: StateConfig | null): Map<string, VisibleTool> {
  const visible = new Map<string, VisibleTool>();
  for (const tool of [...(llm.general_tools ?? []), ...(state?.tools ?? [])]) {
    if (!visible.has(tool.name)) visible.set(tool.name, { kind: 'tool', tool });
  }
  for (const edge of state?.edges ?? []) {
    const name = transitionToolName(edge.destination_state_name);
    if (!visible.has(name)) visible.set(name, { kind: 'edge', edge });
  }
  return visible;
}

/** As in the contract, so that prompts can refer to it. Vendors allow only these characters. */
export function transitionToolName(stateName: string): string {
  return `transition_to_${stateName}`.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
}

/** The definitions for the model, variables put in. */
export function toModelTools(visible: ReadonlyMap<string, VisibleTool>, lookup: VariableLookup): ModelTool[] {
  return [...visible].map(([name, entry]) => {
    const source = entry.kind === 'tool' ? entry.tool : entry.edge;
    const type = entry.kind === 'tool' ? entry.tool.type : '';
    const parameters = 'parameters' in source ? source.parameters : null;
    return {
      name,
      description: substitute(source.description || (defaultDescriptions[type] ?? ''), lookup),
      parameters: withExecutionMessage(withoutConstants(substituteDeep(parameters, lookup)), entry, lookup),
    };
  });
}

/** Does the model write what is said while this tool runs? */
export function isMessageWritten(tool: ToolConfig): boolean {
  return tool.speak_during_execution === true && tool.execution_message_type !== 'static_text';
}

function withExecutionMessage(schema: ToolParameters, entry: VisibleTool, lookup: VariableLookup): ToolParameters {
  if (entry.kind === 'edge' || !isMessageWritten(entry.tool)) return schema;
  const description = substitute(entry.tool.execution_message_description || defaultExecutionMessage, lookup);
  return {
    ...schema,
    properties: { [executionMessage]: { type: 'string', description }, ...schema.properties },
    required: [executionMessage, ...(schema.required ?? [])],
  };
}

/** Takes properties with a fixed value out of the schema: the model has nothing to fill in there. */
function withoutConstants(schema: ToolParameters | null | undefined): ToolParameters {
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
