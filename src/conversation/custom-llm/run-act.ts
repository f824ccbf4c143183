// What a custom LLM program wanted done after its words, as the tools that do it.

import type { ToolCall, ToolContext, ToolResult } from '../engine.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { parseArguments } from '../tools/announce.ts';
import type { PressDigitConfig } from '../tools/press-digit.ts';
import { runConfiguredTool } from '../tools/run-tool.ts';
import { resultOf, type ToolDeps } from '../tools/tool-kind.ts';
import type { TransferCallConfig } from '../tools/transfer-call.ts';
import type { VariableLookup } from '../variables.ts';
import type { WallClock } from '../../interfaces/clock.ts';

export async function runAct(
  deps: ToolDeps & { wallClock: WallClock },
  call: ToolCall,
  where: { lookup: VariableLookup; context: ToolContext },
): Promise<ToolResult> {
  const startedMs = deps.wallClock();
  const args = parseArguments(call.arguments) ?? {};
  const done = resultOf(await runConfiguredTool(deps, { tool: toolFor(call, args), args, ...where }));
  return { ...done, tookMs: Math.max(0, deps.wallClock() - startedMs) };
}

/** Transfers over the socket are always cold, and keys are pressed at once: the program chose the moment. */
function toolFor({ name, type }: ToolCall, args: Record<string, unknown>): ToolConfig {
  if (type === 'press_digit') return { type, name, delay_ms: 0 } satisfies PressDigitConfig;
  if (type !== 'transfer_call') return { type, name };
  return {
    type,
    name,
    transfer_destination: { type: 'predefined', number: String(args['transfer_number']) },
    transfer_option: {
      type: 'cold_transfer',
      show_transferee_as_caller: args['show_transferee_as_caller'] === true,
    },
  } satisfies TransferCallConfig;
}
