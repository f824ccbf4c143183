// Mocks that answer as the tools of a recorded conversation did.

import type { Schema } from '../../contract/index.ts';
import type { RecordedItem } from './recorded-turns.ts';

type ToolMock = Schema<'ToolMock'>;

/** The contract's limit. */
const MAX_OUTPUT = 15_000;

/** For the same arguments the same answer; for others the first that the tool gave. What only moves or ends a conversation needs no mock. */
export function recordedMocks(items: readonly RecordedItem[]): ToolMock[] {
  const exact: ToolMock[] = [];
  const any = new Map<string, ToolMock>();
  for (const call of items) {
    if (call.role !== 'tool_call_invocation' || call.name === undefined) continue;
    const at = items.findIndex((each) => each.role === 'tool_call_result' && each.tool_call_id === call.tool_call_id);
    const result = items[at];
    if (!result || call.type === 'end_call' || items[at + 1]?.role === 'state_transition') continue;
    const answer = { output: (result.content ?? '').slice(0, MAX_OUTPUT), result: result.successful ?? true };
    const args = objectOf(call.arguments);
    if (args) exact.push({ tool_name: call.name, input_match_rule: { type: 'partial_match', args }, ...answer });
    if (!any.has(call.name)) any.set(call.name, { tool_name: call.name, input_match_rule: { type: 'any' }, ...answer });
  }
  return [...exact, ...any.values()];
}

function objectOf(text: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
