// The tools that the model may call right now: the agent's, the state's, and one transition tool per edge.

import type { ModelTool } from '../../interfaces/language-model.ts';
import type { EdgeConfig, RetellLlmConfig, StateConfig, ToolConfig, ToolParameters } from '../retell-llm-config.ts';
import type { VariableLookup } from '../variables.ts';
import { substitute, substituteDeep } from '../variables.ts';
import { withoutConstants } from './constants.ts';
import { executionMessage, isMessageWritten } from './execution-message.ts';
import type { McpToolbox } from './mcp/toolbox.ts';
import { toolKind } from './tool-kinds.ts';

/** Something the model can call, with where it comes from. */
export type VisibleTool = { kind: 'tool'; tool: ToolConfig } | { kind: 'edge'; edge: EdgeConfig };

const defaultExecutionMessage =
  'What you say to the user while you call this tool. It must fit smoothly into the conversation.';

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

/** The definitions for the model, variables put in. Tools of MCP servers are what their servers say. */
export function toModelTools(
  visible: ReadonlyMap<string, VisibleTool>,
  lookup: VariableLookup,
  mcp: McpToolbox | null,
): ModelTool[] {
  return [...visible].map(([name, entry]) => {
    const { description, parameters } =
      entry.kind === 'tool' ? toolOffer(mcp?.describe(entry.tool) ?? entry.tool) : entry.edge;
    return {
      name,
      description: substitute(description, lookup),
      parameters: withExecutionMessage(withoutConstants(substituteDeep(parameters, lookup)), entry, lookup),
    };
  });
}

function toolOffer(tool: ToolConfig): { description: string; parameters: ToolParameters | null | undefined } {
  const kind = toolKind(tool.type);
  return {
    description: tool.description || (kind?.description ?? ''),
    parameters: kind?.parameters ? kind.parameters(tool) : tool.parameters,
  };
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
