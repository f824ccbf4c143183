// The user of a test: played by a model after a prompt, or saying what was written down.

import type { LanguageModel, ModelMessage } from '../../interfaces/language-model.ts';
import type { ChatMessage } from '../chat/index.ts';

export interface SimulatedUser {
  /** What the user says next. `ends`: nothing will follow it. Throws ProviderError. */
  next(messages: readonly ChatMessage[], signal: AbortSignal): Promise<UserWords>;
}

export interface UserWords {
  text: string;
  ends: boolean;
}

/** Says that the conversation is over for the user. */
const END = '[END]';
/** A page: users do not speak longer, and a model that runs away must not cost a fortune. */
const MAX_CHARACTERS = 4_000;

const TASK = `You play the user in a conversation with an AI agent, to test the agent. Write only what the user says next, in one short message, as \
people speak; never speak for the agent, and never tell that this is a test. When the user has what he wants, or sees that he will not get it, \
or both have said goodbye, close the message with ${END}; a message of ${END} alone says nothing more. Who the user is:`;

/** `prompt`: who the user is and what he wants, variables filled in. */
export function createModelUser(model: LanguageModel, prompt: string): SimulatedUser {
  return {
    async next(messages, signal) {
      const words = wordsOf(await answerOf(model, questionOf(prompt, messages), signal));
      // Once more: small models fall silent now and then.
      if (words.text !== '' || words.ends) return words;
      const again = wordsOf(await answerOf(model, questionOf(prompt, messages), signal));
      return again.text === '' ? { text: '', ends: true } : again;
    },
  };
}

/** Says these words in order, whatever the agent answers. */
export function createScriptedUser(lines: readonly string[]): SimulatedUser {
  return {
    async next(messages) {
      const said = messages.filter(({ role }) => role === 'user').length;
      return { text: lines[said] ?? '', ends: said + 1 >= lines.length };
    },
  };
}

/** The agent's words are the other side for the one who plays the user. */
function questionOf(prompt: string, messages: readonly ChatMessage[]): ModelMessage[] {
  const question: ModelMessage[] = [{ role: 'system', content: `${TASK}\n\n${prompt}` }];
  for (const message of messages) {
    if (message.role === 'agent') question.push({ role: 'user', content: message.content });
    else if (message.role === 'user') question.push({ role: 'assistant', content: message.content });
  }
  if (question.at(-1)?.role === 'user') return question;
  const note = question.length === 1 ? '(The conversation begins, and you speak first.)' : '(The agent is silent.)';
  return [...question, { role: 'user', content: note }];
}

async function answerOf(model: LanguageModel, messages: ModelMessage[], signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const event of model.stream({ messages, tools: [], temperature: null, signal })) {
    if (event.is === 'text') text += event.text;
    if (text.length > MAX_CHARACTERS) break;
  }
  return text.slice(0, MAX_CHARACTERS);
}

function wordsOf(answer: string): UserWords {
  return { text: answer.replaceAll(END, '').trim(), ends: answer.includes(END) };
}
