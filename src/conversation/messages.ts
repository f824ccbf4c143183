// The transcript as the messages of a language model: turns of one speaker joined, each tool call followed by its result.

import type { ModelMessage } from '../interfaces/language-model.ts';
import type { ToolInvocationItem, ToolResultItem, TranscriptItem } from './transcript.ts';

/** What the model reads in place of a result that is not there yet. */
const stillRunning = '(still running: no result yet)';

/**
 * Messages for everything said and done so far. A result is placed right behind its call, wherever in the transcript it arrived, because
 * vendors demand that order.
 */
export function toMessages(transcript: readonly TranscriptItem[]): ModelMessage[] {
  const results = new Map<string, ToolResultItem>();
  for (const item of transcript) if (item.role === 'tool_call_result') results.set(item.tool_call_id, item);

  const messages: ModelMessage[] = [];
  let calls: ToolInvocationItem[] = [];
  const flushCalls = (): void => {
    if (calls.length > 0) addCalls(messages, calls, results);
    calls = [];
  };
  for (const item of transcript) {
    if (item.role === 'tool_call_invocation') {
      calls.push(item);
      continue;
    }
    if (item.role === 'tool_call_result') continue;
    flushCalls();
    if (item.role === 'agent') addText(messages, 'assistant', item.content);
    if (item.role === 'user') addText(messages, 'user', item.content);
    if (item.role === 'injected') addText(messages, 'user', `(Context for you, not said by the user: ${item.content})`);
    if (item.role === 'sms') addText(messages, 'user', `(By text message: ${item.content})`);
    if (item.role === 'dtmf') addText(messages, 'user', `(pressed ${item.digit} on the keypad)`);
  }
  flushCalls();
  return messages;
}

function addText(messages: ModelMessage[], role: 'assistant' | 'user', text: string): void {
  const last = messages.at(-1);
  if (last?.role === role && !('toolCalls' in last && last.toolCalls)) last.content += ` ${text}`;
  else messages.push({ role, content: text });
}

function addCalls(
  messages: ModelMessage[],
  calls: readonly ToolInvocationItem[],
  results: ReadonlyMap<string, ToolResultItem>,
): void {
  const toolCalls = calls.map((call) => ({ id: call.tool_call_id, name: call.name, arguments: call.arguments }));
  const last = messages.at(-1);
  if (last?.role === 'assistant' && !last.toolCalls) last.toolCalls = toolCalls;
  else messages.push({ role: 'assistant', content: '', toolCalls });
  for (const call of calls) {
    const content = results.get(call.tool_call_id)?.content ?? stillRunning;
    messages.push({ role: 'tool', toolCallId: call.tool_call_id, name: call.name, content });
  }
}
