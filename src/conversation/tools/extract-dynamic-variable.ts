// The tool that keeps what the user said as dynamic variables. It says nothing itself; the agent goes on with what it now knows.

import { extractionParameters, readVariables, type ExtractedVariables } from '../extraction.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

export interface ExtractToolConfig extends ToolConfig {
  type: 'extract_dynamic_variable';
  variables: ExtractedVariables;
}

export const extractDynamicVariable: ToolKind<ExtractToolConfig> = {
  description: 'Keep facts that the user told, as soon as they are known.',
  runsInTrials: true,
  parameters: ({ variables }) => extractionParameters(variables),
  run(_deps, { tool, args }) {
    const found = readVariables(tool.variables, args);
    return Promise.resolve(outcome(true, JSON.stringify(found), found));
  },
};
