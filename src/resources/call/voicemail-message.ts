// What an agent leaves on a voicemail: its own words with the call's variables, or the model's by the agent's prompt.

import { createSettingLookup, substitute, withoutPlaceholders, type VariableValues } from '../../conversation/index.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { Row } from '../../storage/index.ts';
import { voicemailMessageOf } from '../../voice/index.ts';
import type { LiveCallDeps } from './live-call.ts';
import { requestVariables } from './request-variables.ts';

export interface MessageWriter {
  agent: Readonly<Record<string, unknown>>;
  /** Variables that its engine has by default, and those collected so far. */
  defaults: VariableValues;
  collected(): Record<string, string>;
  model(): LanguageModel;
}

/** Null: there is nothing to say. Rejects when the model fails. */
export async function voicemailMessage(
  { wallClock }: Pick<LiveCallDeps, 'wallClock'>,
  row: Row<'calls'>,
  { agent, defaults, collected, model }: MessageWriter,
  signal: AbortSignal,
): Promise<string | null> {
  const message = voicemailMessageOf(agent);
  if (!message) return null;
  const session = { type: 'voice' as const, startedAtMs: wallClock(), call_id: row.call_id, call_type: row.call_type };
  const sources = { defaults, request: requestVariables(row), collected: collected(), overrides: {} };
  const lookup = createSettingLookup(agent, sources, session, wallClock);
  const filled = (text: string): string => withoutPlaceholders(substitute(text, lookup), () => {}).trim();
  if (message.is === 'text') return filled(message.text) || null;
  const system =
    'You are a voice agent whose call was answered by a voicemail. Say the message that is to be left, in a few spoken sentences, without any formatting.';
  const messages = [
    { role: 'system' as const, content: `${system}\n\n${filled(message.prompt)}` },
    { role: 'user' as const, content: 'Say it now, after the beep.' },
  ];
  let text = '';
  for await (const event of model().stream({ messages, tools: [], temperature: null, signal }))
    if (event.is === 'text') text += event.text;
  return text.trim() || null;
}
