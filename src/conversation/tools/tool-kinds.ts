// Every type of tool that runs here, by its name in the contract. Both engines run them by this table.

import { agentSwap } from './agent-swap.ts';
import { bookAppointmentCal } from './cal-com/book-appointment.ts';
import { checkAvailabilityCal } from './cal-com/check-availability.ts';
import { code } from './code.ts';
import { bridgeTransfer, cancelTransfer } from './consultation.ts';
import { customFunction } from './custom-function.ts';
import { endCall } from './end-call.ts';
import { extractDynamicVariable } from './extract-dynamic-variable.ts';
import { mcpTool } from './mcp/mcp-tool.ts';
import { pressDigit } from './press-digit.ts';
import { sendSms } from './send-sms.ts';
import type { ToolKind } from './tool-kind.ts';
import { transferCall } from './transfer-call.ts';

const KINDS: Readonly<Record<string, ToolKind>> = {
  end_call: endCall,
  agent_swap: agentSwap as ToolKind,
  transfer_call: transferCall as ToolKind,
  bridge_transfer: bridgeTransfer,
  cancel_transfer: cancelTransfer,
  press_digit: pressDigit as ToolKind,
  send_sms: sendSms as ToolKind,
  extract_dynamic_variable: extractDynamicVariable as ToolKind,
  custom: customFunction as ToolKind,
  code: code as ToolKind,
  mcp: mcpTool as ToolKind,
  check_availability_cal: checkAvailabilityCal as ToolKind,
  book_appointment_cal: bookAppointmentCal as ToolKind,
};

/** Undefined for a type that cannot be run here: the model sees such a tool, and hears so when it calls it. */
export function toolKind(type: string): ToolKind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}
