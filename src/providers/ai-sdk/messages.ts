// Our messages in the form of the AI SDK's providers.

import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { ModelMessage } from '../../interfaces/language-model.ts';

/** Some vendors and many local chat templates demand that the first turn is the user's. */
const opener = '(The conversation begins.)';

/** Converts a conversation; when the agent spoke first, a note stands in for the user's turn before it. */
export function toPrompt(messages: readonly ModelMessage[]): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Prompt = [];
  let hasTurn = false;
  for (const message of messages) {
    if (message.role !== 'system' && !hasTurn) {
      hasTurn = true;
      if (message.role !== 'user') prompt.push({ role: 'user', content: [{ type: 'text', text: opener }] });
    }
    prompt.push(toPromptMessage(message));
  }
  return prompt;
}

function toPromptMessage(message: ModelMessage): LanguageModelV4Prompt[number] {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: [{ type: 'text', text: message.content }] };
    case 'assistant': {
      const text = message.content === '' ? [] : [{ type: 'text' as const, text: message.content }];
      const calls = (message.toolCalls ?? []).map((call) => ({
        type: 'tool-call' as const,
        toolCallId: call.id,
        toolName: call.name,
        input: parseOrEmpty(call.arguments),
      }));
      return { role: 'assistant', content: [...text, ...calls] };
    }
    case 'tool':
      return {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: message.toolCallId,
            toolName: message.name,
            output: { type: 'text', value: message.content },
          },
        ],
      };
    default:
      return message satisfies never;
  }
}

/** A model may have written broken JSON; it is told so by the tool's result, the history only needs an object. */
function parseOrEmpty(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
