// The mcp tool: one call of a tool of an MCP server, its answer as text for the model.

import { cutResult } from '../cut-result.ts';
import { executionMessage } from '../execution-message.ts';
import { readResponseVariables } from '../response-path.ts';
import { outcome, type ToolKind } from '../tool-kind.ts';
import { answerJson, answerText } from './answer.ts';
import { isOutcomeUnknown, McpError, serverRefusal } from './error.ts';
import type { McpToolConfig } from './toolbox.ts';

export const mcpTool: ToolKind<McpToolConfig> = {
  speaksAfter: (tool) => tool.speak_after_execution ?? true,
  async run({ mcpToolbox }, { tool, args, lookup, context: { signal } }) {
    if (!mcpToolbox) return outcome(false, 'MCP servers cannot be reached here.');
    const { [executionMessage]: _, ...given } = args;
    try {
      const answer = await mcpToolbox.call(tool, given, lookup, signal);
      const content = cutResult(answerText(answer));
      if (answer.isError) return outcome(false, content);
      return outcome(true, content, readResponseVariables(answerJson(answer), tool.response_variables ?? {}));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof McpError)) throw error;
      return outcome(false, cutResult(failureText(error)));
    }
  },
};

function failureText(error: McpError): string {
  const { cause, message } = error;
  if (isOutcomeUnknown(cause)) return `${message} It is not known whether the tool has done its work.`;
  return serverRefusal(cause) ?? message;
}
