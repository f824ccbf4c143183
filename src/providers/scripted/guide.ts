// The mind that answers when no language model is configured: a small script that says so and still shows the whole loop.

import type { LanguageModel, ModelEvent, ModelMessage, ModelRequest } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { guideTopics, story } from './guide-topics.ts';

const introduction =
  'I am the scripted guide of Ringback: no language model is configured yet, so I answer from a small script';
const greeting = `Hello! ${introduction}. Tell me your name, ask me what Ringback is, or ask for a story and interrupt me.`;
const reminder = 'Are you still there? You can ask me what Ringback is, or say goodbye.';
const fallback =
  'I did not understand that, I am only a script. You can ask about Ringback, models, privacy, speed, phone numbers or the price, or ask for a story and interrupt me.';
const farewell = 'Goodbye, and thank you for calling.';

const goodbye = /\b(good ?bye|bye|see you|hang up|end the call|that is all|thats all|nothing else)\b/;
/** "My name is ann" counts in any spelling; the shorter forms only before a capital letter. */
const namedFully = /\bmy name(?: is|['’]?s)[,:]?\s+([\p{L}][\p{L}'-]+)/iu;
const namedShortly = /\b(?:[Ii]['’]m|[Ii] am|[Tt]his is|[Cc]all me|[Ii]t['’]s)\s+(\p{Lu}[\p{L}'-]+)/u;
const notNames = new Set(['ringback', 'not', 'sorry', 'the', 'a', 'an', 'just', 'here', 'what', 'fine', 'good']);

interface Answer {
  text: string;
  hangUp: boolean;
}

/** Makes the guide. It answers at once and always the same; asked for JSON it refuses, because it cannot judge anything. */
export function createGuide(): LanguageModel {
  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    request.signal.throwIfAborted();
    if (request.jsonSchema) throw cannotJudge();
    const answer = answerTo(request.messages);
    for (const text of answer.text.match(/[^.!?]+[.!?]*\s*/g) ?? []) {
      request.signal.throwIfAborted();
      yield { is: 'text', text };
    }
    const endCall = answer.hangUp
      ? request.tools.find((tool) => tool.name === 'end_call' || /end.*call|hang.*up/i.test(tool.name))
      : undefined;
    if (endCall) yield { is: 'tool', call: { id: 'guide_end_call', name: endCall.name, arguments: '{}' } };
    yield {
      is: 'finish',
      reason: endCall ? 'tools' : 'stop',
      usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 },
    };
  }
  return { provider: 'scripted', model: 'guide', stream };
}

function answerTo(messages: readonly ModelMessage[]): Answer {
  const talk = messages.filter((message) => message.role !== 'system');
  const last = talk.at(-1);
  if (last === undefined) return { text: greeting, hangUp: false };
  if (last.role !== 'user') return { text: '', hangUp: false };
  if (isDirection(last.content)) return { text: talk.length === 1 ? greeting : reminder, hangUp: false };

  const before = talk.filter((message) => message.role === 'assistant').map((message) => plain(message.content));
  const isCut = wasInterrupted(before.at(-1));
  const answer = answerText(last.content, isCut);
  const parts = [isFirstWord(before) ? `One thing first: ${introduction}.` : '', isCut ? interrupted : '', answer.text];
  return { text: parts.filter(Boolean).join(' '), hangUp: answer.hangUp };
}

const interrupted = 'You interrupted my story, and I stopped at once. That is barge-in.';

function answerText(heard: string, isCut: boolean): Answer {
  const text = plain(heard);
  if (goodbye.test(text)) return { text: farewell, hangUp: true };
  const name = nameIn(heard);
  const topic = guideTopics.find((candidate) => candidate.asks.test(text));
  const welcome = name ? `Nice to meet you, ${name}.` : '';
  if (topic) return { text: `${welcome} ${topic.answer}`.trim(), hangUp: false };
  if (name) return { text: `${welcome} Ask me what Ringback is, or ask for a story and interrupt me.`, hangUp: false };
  return { text: isCut ? 'What would you like to know?' : fallback, hangUp: false };
}

/** Instructions from the platform stand in parentheses: the call begins, or the user is silent. */
function isDirection(text: string): boolean {
  return text.startsWith('(') && text.endsWith(')');
}

function isFirstWord(before: readonly string[]): boolean {
  return !before.some((text) => text.includes('scripted guide'));
}

/** Did the caller cut the story short? */
function wasInterrupted(lastSaid: string | undefined): boolean {
  if (lastSaid === undefined) return false;
  const whole = plain(story);
  const at = lastSaid.indexOf(whole.slice(0, 20));
  return at >= 0 && lastSaid.slice(at).trim().length < whole.length * 0.9;
}

function nameIn(heard: string): string | undefined {
  const name = (namedFully.exec(heard) ?? namedShortly.exec(heard))?.[1];
  if (name === undefined || notNames.has(name.toLowerCase())) return undefined;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Lower case, letters and digits only, apostrophes gone: what a recogniser's spelling leaves alike. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function cannotJudge(): ProviderError {
  return new ProviderError('The scripted guide is no language model: it cannot answer in JSON.', {
    provider: 'scripted',
    category: 'bad_request',
  });
}
