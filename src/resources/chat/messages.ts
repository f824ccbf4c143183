// Messages of a chat: made, and told as a transcript.

import type { Schema } from '../../contract/index.ts';
import type { NodeTransition, ToolCall, ToolResult, TranscriptItem } from '../../conversation/index.ts';
import { storableText } from '../../storage/index.ts';
import { newId } from '../new-id.ts';

export type ChatMessage = Schema<'MessageOrToolCall'>;

/** A message that may lack what the server adds, or come from another channel. */
export type GivenMessage = ChatMessage | Schema<'PlaygroundMessage'>;

export function said(role: 'agent' | 'user', content: string, now: number): ChatMessage {
  // Models may write what the database refuses; what is answered must be what is stored.
  return { message_id: newId('message'), role, content: storableText(content), created_timestamp: now };
}

export function toolBegun(call: Pick<ToolCall, 'id' | 'name' | 'arguments'>, now: number): ChatMessage {
  return {
    message_id: newId('message'),
    role: 'tool_call_invocation',
    tool_call_id: call.id,
    name: storableText(call.name),
    arguments: storableText(call.arguments),
    created_timestamp: now,
  };
}

/** The result, and where it took the agent. */
export function toolEnded(
  callId: string,
  result: Omit<ToolResult, 'tookMs' | 'directive'>,
  now: number,
): ChatMessage[] {
  const ended: ChatMessage = {
    message_id: newId('message'),
    role: 'tool_call_result',
    tool_call_id: callId,
    content: storableText(result.content),
    successful: result.successful,
    created_timestamp: now,
  };
  if (!result.stateTransition) return [ended];
  const moved: ChatMessage = {
    message_id: newId('message'),
    role: 'state_transition',
    ...result.stateTransition,
    created_timestamp: now,
  };
  return [ended, moved];
}

export function moved(transition: NodeTransition, now: number): ChatMessage {
  const { former_node_name, new_node_name } = transition;
  return {
    message_id: newId('message'),
    role: 'node_transition',
    ...transition,
    former_node_name: storableText(former_node_name),
    new_node_name: storableText(new_node_name),
    created_timestamp: now,
  };
}

/** Results for tools that were begun and never heard of again, because their process died. */
export function lostResults(messages: readonly ChatMessage[], now: number): ChatMessage[] {
  const known = new Set(messages.flatMap((each) => (each.role === 'tool_call_result' ? [each.tool_call_id] : [])));
  const lost = messages.filter((each) => each.role === 'tool_call_invocation' && !known.has(each.tool_call_id));
  const content = 'The server stopped before this tool answered. Whether it did its work is not known.';
  return lost.flatMap((each) =>
    toolEnded((each as { tool_call_id: string }).tool_call_id, { successful: false, content }, now),
  );
}

/** As the engine reads them. A chat has no sound, so times and words are empty. */
export function transcriptItems(messages: readonly GivenMessage[]): TranscriptItem[] {
  return messages.flatMap((message): TranscriptItem[] => {
    switch (message.role) {
      case 'agent':
      case 'user':
        return [{ role: message.role, content: message.content, words: [] }];
      case 'sms':
        return [{ role: 'user', content: message.content, words: [] }];
      case 'injected':
        return [{ role: 'injected', content: message.content, time_sec: 0 }];
      case 'tool_call_invocation': {
        const { role, tool_call_id, name, arguments: args } = message;
        return [{ role, tool_call_id, name, arguments: args, time_sec: 0, type: '' }];
      }
      case 'tool_call_result': {
        const { role, tool_call_id, content, successful = true } = message;
        return [{ role, tool_call_id, content, successful, time_sec: 0 }];
      }
      case 'state_transition':
      case 'node_transition':
        return [];
      default:
        return message satisfies never;
    }
  });
}
