// What is said while a tool runs, when the model writes it: one more argument of the tool.

import type { ToolConfig } from '../retell-llm-config.ts';

/** The argument in which the model writes what to say while the tool runs; never sent to the tool's server. */
export const executionMessage = 'execution_message';

/** Does the model write what is said while this tool runs? */
export function isMessageWritten(tool: ToolConfig): boolean {
  return tool.speak_during_execution === true && tool.execution_message_type !== 'static_text';
}
