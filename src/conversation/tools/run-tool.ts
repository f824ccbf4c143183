// Runs a tool of an agent, whichever engine asked for it. What the tool's server does wrong is a result, not an error.

import type { CustomToolConfig, ToolConfig } from '../retell-llm-config.ts';
import { readResponseVariables } from './response-path.ts';
import { outcome, type ToolDeps, type ToolOutcome, type ToolRun } from './tool-kind.ts';
import { toolKind } from './tool-kinds.ts';
import { findMock, type ToolMock, type Trial } from './tool-mocks.ts';

export async function runConfiguredTool(deps: ToolDeps, run: ToolRun): Promise<ToolOutcome> {
  const { tool, args } = run;
  const kind = toolKind(tool.type);
  if (deps.trial && !kind?.runsInTrials) {
    const mocked = tryTool(deps.trial, tool, args);
    if (mocked) return mocked;
  }
  if (kind) return kind.run(deps, run);
  return outcome(
    false,
    `Tools of type "${tool.type}" cannot be run here yet. Tell the user that this is not possible.`,
  );
}

/** Null: it is to be run for real. */
function tryTool(trial: Trial, tool: ToolConfig, args: Record<string, unknown>): ToolOutcome | null {
  const mock = findMock(trial.mocks, tool.name, args);
  if (mock) return mockedOutcome(mock, tool);
  if (trial.runsUnmocked) return null;
  return outcome(false, `"${tool.name}" was not run: tools are not run for real here, and no mock fits this call.`);
}

/** A mock's answer fills variables as the tool's own would. */
function mockedOutcome(mock: ToolMock, tool: ToolConfig): ToolOutcome {
  const paths = (tool as CustomToolConfig).response_variables;
  const successful = mock.result ?? true;
  const found = successful ? readResponseVariables(mock.output, paths ?? {}) : {};
  const directive = successful ? (toolKind(tool.type)?.afterMock ?? null) : null;
  return { ...outcome(successful, mock.output, found), directive };
}
