// What is said while a tool runs, when the model writes it: one more argument of the tool.

import type { ToolConfig } from '../retell-llm-config.ts';

/** The argument in which the model writes what to say while the tool runs; never sent to the tool's server. */
export const executionMessage = 'execution_message';

/** Tools that speak unless they are told not to, as the contract says at `SendSMSTool.speak_during_execution`. */
const SPEAKING: readonly string[] = ['end_call', 'transfer_call', 'send_sms'];

/** Is something said while this tool runs? */
export function speaksDuring(tool: ToolConfig): boolean {
  return tool.speak_during_execution ?? SPEAKING.includes(tool.type);
}

/** Does the model write what is said while this tool runs? */
export function isMessageWritten(tool: ToolConfig): boolean {
  return speaksDuring(tool) && tool.execution_message_type !== 'static_text';
}
