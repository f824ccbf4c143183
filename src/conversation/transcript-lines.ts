// A transcript as a model reads it that judges or analyses a conversation: a line for each thing that happened, tools included.

import type { TranscriptItem, UtteranceItem } from './transcript.ts';

/** About 40,000 tokens: hours of talk. The middle is what is left out of more. */
const MAX_CHARACTERS = 160_000;

export function transcriptLines(items: readonly TranscriptItem[]): string {
  return cut(items.map(line).join('\n'));
}

/** A line begins what happened; what one of them says cannot pass for another's words. */
function line(item: TranscriptItem): string {
  return lineOf(item).replace(/\s*[\r\n\u2028\u2029]\s*/g, '\n  ');
}

function lineOf(item: TranscriptItem): string {
  switch (item.role) {
    case 'agent':
      return `${isToTarget(item) ? 'Agent to the transfer target' : 'Agent'}: ${item.content}`;
    case 'transfer_target':
      return `Transfer target: ${item.content}`;
    case 'user':
      return `User: ${item.content}`;
    case 'tool_call_invocation':
      return `[Agent uses ${item.name} with ${item.arguments}]`;
    case 'tool_call_result':
      return `[Result: ${item.content}]`;
    case 'node_transition':
      return `[Step: ${item.new_node_name}]`;
    case 'state_transition':
      return `[State: ${item.new_state_name}]`;
    case 'dtmf':
      return `[User presses ${item.digit}]`;
    case 'injected':
      return `[Context given to the agent: ${item.content}]`;
    case 'sms':
      return `[User writes by text message: ${item.content}]`;
    default:
      return item satisfies never;
  }
}

function isToTarget({ metadata }: UtteranceItem): boolean {
  return metadata !== undefined && 'to' in metadata;
}

function cut(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const half = MAX_CHARACTERS / 2;
  return `${text.slice(0, half)}\n[...]\n${text.slice(-half)}`;
}
