// A text message to the user, written beforehand or by the model. The conversation goes on; the agent hears whether it was sent.

import type { ToolConfig } from '../retell-llm-config.ts';
import { unsetNote, withoutPlaceholders } from '../unset-variables.ts';
import { asText, substitute } from '../variables.ts';
import { failureOf, lineFailure, noLine } from './no-line.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

export interface SendSmsConfig extends ToolConfig {
  type: 'send_sms';
  sms_content?: { type: 'predefined'; content?: string } | { type: 'inferred'; prompt?: string } | null;
}

/** Ten joined messages; carriers refuse longer ones. */
const MAX_CHARACTERS = 1600;

export const sendSms: ToolKind<SendSmsConfig> = {
  description: 'Send a text message to the user.',
  parameters({ sms_content: content }) {
    if (content?.type !== 'inferred') return null;
    const hint = `${content.prompt ?? ''}\nThe whole text of the message, ready to be sent.`.trim();
    const properties = { content: { type: 'string', description: hint } };
    return { type: 'object', properties, required: ['content'] };
  },
  async run({ texting }, { tool, args, lookup, context: { signal, note } }) {
    if (!texting) return noLine('Text messages are');
    const { sms_content: content } = tool;
    const told = (name: string): void => note?.('warn', unsetNote(name, 'a text message'));
    const given = content?.type === 'inferred' ? asText(args['content']) : substitute(content?.content ?? '', lookup);
    const text = given === undefined ? undefined : withoutPlaceholders(given, told);
    if (!text?.trim()) return lineFailure('The text message was not sent: it has no text.');
    if (text.length > MAX_CHARACTERS)
      return lineFailure(`The text message was not sent: ${text.length} characters, at most ${MAX_CHARACTERS} may be.`);
    const sent = await texting.send(text, signal);
    return sent.ok ? outcome(true, 'The text message was sent.') : failureOf(sent);
  },
};
