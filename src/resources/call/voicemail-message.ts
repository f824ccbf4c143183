// What an agent has to do with a machine that answers, beside telling it by its words: what it leaves on a voicemail (its own words with the call's
// variables, or the model's by the agent's prompt), and what a model makes of a greeting by the agent's detection_prompt.

import {
  askJson,
  createSettingLookup,
  substitute,
  withoutPlaceholders,
  type VariableValues,
} from '../../conversation/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { Row } from '../../storage/index.ts';
import { detectionPromptsOf, voicemailMessageOf } from '../../voice/index.ts';
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
  const filled = filler(wallClock, row, { agent, defaults, collected });
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

/** By the agent's `detection_prompt`s: what answered the call; null: a person, or the model does not say. Rejects when the model fails. */
export async function judgeAnswer(
  { wallClock }: Pick<LiveCallDeps, 'wallClock'>,
  row: Row<'calls'>,
  writer: MessageWriter,
  greeting: string,
  signal: AbortSignal,
): Promise<'voicemail' | 'ivr' | null> {
  const prompts = detectionPromptsOf(writer.agent);
  const filled = filler(wallClock, row, writer);
  const kinds = (['voicemail', 'ivr'] as const).filter((kind) => prompts[kind] !== null);
  if (kinds.length === 0) return null;
  const rules = kinds.map((kind) => `"${kind}": ${filled(prompts[kind] ?? '')}`);
  const system = `Somebody or something has answered a call of ours. Say by these rules what it is:\n${rules.join('\n')}\n"person": none of these, or not to be told.`;
  const answer = { type: 'string', enum: [...kinds, 'person'] };
  const schema = { type: 'object', properties: { answered_by: answer }, required: ['answered_by'] };
  const { value } = await askJson({
    model: writer.model(),
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: `It said: ${JSON.stringify(greeting)}` },
    ],
    name: 'answered_by',
    schema: { ...schema, additionalProperties: false },
    temperature: 0,
    signal,
  });
  return kinds.find((kind) => kind === value?.['answered_by']) ?? null;
}

/** Puts the call's variables in. */
function filler(
  wallClock: WallClock,
  row: Row<'calls'>,
  { agent, defaults, collected }: Pick<MessageWriter, 'agent' | 'defaults' | 'collected'>,
): (text: string) => string {
  const session = { type: 'voice' as const, startedAtMs: wallClock(), call_id: row.call_id, call_type: row.call_type };
  const sources = { defaults, request: requestVariables(row), collected: collected(), overrides: {} };
  const lookup = createSettingLookup(agent, sources, session, wallClock);
  return (text) => withoutPlaceholders(substitute(text, lookup), () => {}).trim();
}
