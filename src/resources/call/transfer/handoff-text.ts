// Words for somebody who is told of a call by prompt.

import { transcriptText, type TranscriptItem } from '../../../conversation/index.ts';
import type { LanguageModel, ModelMessage } from '../../../interfaces/language-model.ts';
import type { Handoff } from '../../../interfaces/phone-line.ts';

export function handoffMessages(prompt: string, transcript: readonly TranscriptItem[]): ModelMessage[] {
  const system = [
    'You are a voice agent that hands a telephone call over to a person. Say what is asked for below, in one to three spoken sentences,',
    'in the language of the call, without any formatting.',
    '',
    prompt,
    '',
    'The call so far:',
    transcriptText([...transcript]) || '(nothing was said)',
  ].join('\n');
  return [
    { role: 'system', content: system },
    { role: 'user', content: 'Say it now.' },
  ];
}

/** Null when the model has nothing to say, or cannot. Throws the signal's reason when that fires. */
export async function handoffText(
  handoff: Handoff,
  model: () => LanguageModel,
  transcript: readonly TranscriptItem[],
  signal: AbortSignal,
): Promise<string | null> {
  if (handoff.is === 'text') return handoff.text.trim() || null;
  let text = '';
  try {
    const messages = handoffMessages(handoff.prompt, transcript);
    for await (const event of model().stream({ messages, tools: [], temperature: null, signal }))
      if (event.is === 'text') text += event.text;
  } catch {
    signal.throwIfAborted();
  }
  return text.trim() || null;
}
