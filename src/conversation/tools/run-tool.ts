// Runs a tool of an agent, whichever engine asked for it. What the tool's server does wrong is a result, not an error.

import { setTimeout as pause } from 'node:timers/promises';
import type { Egress } from '../../interfaces/egress.ts';
import type { ToolContext, ToolDirective } from '../engine.ts';
import type { CustomToolConfig, ToolConfig } from '../retell-llm-config.ts';
import type { VariableLookup } from '../variables.ts';
import { callCustomFunction } from './custom-function.ts';
import { readResponseVariables } from './response-path.ts';
import { findMock, type ToolMock } from './tool-mocks.ts';

export interface ToolDeps {
  egress: Egress;
  /** The `X-Retell-Signature` of a request body. */
  sign: (body: string) => string;
  /** Waits between repeats of a failed custom function; tests hand over one that does not wait. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** For trials: tools answer by these alone, and one without a mock is refused. */
  trial?: { mocks: readonly ToolMock[] };
}

export interface ToolRun {
  tool: ToolConfig;
  /** As the model gave them, parsed. */
  args: Record<string, unknown>;
  lookup: VariableLookup;
  context: ToolContext;
}

export interface ToolOutcome {
  successful: boolean;
  content: string;
  /** To be collected. */
  variables: Record<string, string>;
  directive: ToolDirective | null;
}

export async function runConfiguredTool(deps: ToolDeps, run: ToolRun): Promise<ToolOutcome> {
  const { tool, args, lookup, context } = run;
  if (tool.type === 'end_call') return { ...outcome(true, 'The call ends.'), directive: { do: 'end', text: null } };
  if (deps.trial) return tryTool(deps.trial.mocks, tool, args);
  if (tool.type === 'custom') {
    const { subject, signal } = context;
    const given = { egress: deps.egress, sign: deps.sign, pause: deps.pause ?? pauseFor };
    const { successful, content, variables } = await callCustomFunction(given, { tool, args, subject, lookup, signal });
    return outcome(successful, content, variables);
  }
  return outcome(
    false,
    `Tools of type "${tool.type as string}" cannot be run here yet. Tell the user that this is not possible.`,
  );
}

export function outcome(successful: boolean, content: string, variables: Record<string, string> = {}): ToolOutcome {
  return { successful, content, variables, directive: null };
}

/** A mock's answer fills variables as the tool's own would. */
function tryTool(mocks: readonly ToolMock[], tool: ToolConfig, args: Record<string, unknown>): ToolOutcome {
  const mock = findMock(mocks, tool.name, args);
  if (!mock)
    return outcome(false, `"${tool.name}" was not run: tools are not run for real here, and no mock fits this call.`);
  const paths = (tool as CustomToolConfig).response_variables;
  const successful = mock.result ?? true;
  return outcome(successful, mock.output, successful ? readResponseVariables(mock.output, paths ?? {}) : {});
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal });
}
