// A tool call of the model as the driver gets it.

import { randomBytes } from 'node:crypto';
import type { ModelToolCall } from '../../interfaces/language-model.ts';
import type { ToolCall } from '../engine.ts';
import { isShallow } from '../is-shallow.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { asText, substitute, type VariableLookup } from '../variables.ts';
import { executionMessage, isMessageWritten, speaksDuring } from './execution-message.ts';
import type { VisibleTool } from './tool-definitions.ts';
import { toolKind } from './tool-kinds.ts';

/** `hasSpoken`: the model said something before the call; a message that it wrote for the wait would be the second one. */
export function announce(
  call: ModelToolCall,
  entry: VisibleTool | undefined,
  hasSpoken: boolean,
  lookup: VariableLookup,
): ToolCall {
  const tool = entry?.kind === 'tool' ? entry.tool : null;
  return {
    id: `tool_call_${randomBytes(3).toString('hex')}`,
    name: call.name,
    arguments: call.arguments || '{}',
    type: entry?.kind === 'edge' ? 'state_transition' : (tool?.type ?? 'unknown'),
    speakDuring: tool ? spokenDuring(tool, call.arguments, hasSpoken, lookup) : null,
    speakAfter: tool === null || speaksAfter(tool),
  };
}

/** Deeper than any schema asks for. */
const MAX_DEPTH = 100;

/** The arguments as an object; undefined when they are none, or so deep that they could not be passed on. */
export function parseArguments(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json || '{}');
    const isUsable =
      typeof value === 'object' && value !== null && !Array.isArray(value) && isShallow(value, MAX_DEPTH);
    return isUsable ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function spokenDuring(tool: ToolConfig, args: string, hasSpoken: boolean, lookup: VariableLookup): string | null {
  if (!speaksDuring(tool)) return null;
  if (!isMessageWritten(tool)) return substitute(tool.execution_message_description ?? '', lookup) || null;
  return hasSpoken ? null : (asText(parseArguments(args)?.[executionMessage]) ?? null);
}

function speaksAfter(tool: ToolConfig): boolean {
  return toolKind(tool.type)?.speaksAfter?.(tool) ?? true;
}
