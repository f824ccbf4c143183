// One decision of the model is one call of a tool. Vendors repeat calls, and models call the same thing twice in one answer or again while it is
// still running; what a tool does to the world must not be done twice for that.

import type { ModelToolCall } from '../../interfaces/language-model.ts';
import type { TranscriptItem } from '../transcript.ts';
import { parseArguments } from './announce.ts';
import { executionMessage } from './execution-message.ts';

/** Of one answer. True for a call that is a decision of its own; `transcript`: what is running already. */
export function createDecisions(transcript: readonly TranscriptItem[]): (call: ModelToolCall) => boolean {
  const ids = new Set<string>();
  const calls = new Set(openCalls(transcript).map(signature));
  return (call) => {
    const what = signature(call);
    if (calls.has(what) || (call.id !== '' && ids.has(call.id))) return false;
    calls.add(what);
    ids.add(call.id);
    return true;
  };
}

function openCalls(transcript: readonly TranscriptItem[]): { name: string; arguments: string }[] {
  const open = new Map<string, { name: string; arguments: string }>();
  for (const item of transcript) {
    if (item.role === 'tool_call_invocation') open.set(item.tool_call_id, item);
    else if (item.role === 'tool_call_result') open.delete(item.tool_call_id);
  }
  return [...open.values()];
}

/** The same for arguments in another order, and whatever is said meanwhile. */
function signature({ name, arguments: json }: { name: string; arguments: string }): string {
  const args = parseArguments(json);
  if (!args) return `${name} ${json}`;
  const { [executionMessage]: _, ...given } = args;
  return `${name} ${JSON.stringify(sorted(given))}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
