// What a custom LLM agent has in place of a document and a model of ours.

import type { CustomLlmEngineConfig, SessionFacts } from '../../conversation/index.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { Choice } from '../../interfaces/providers.ts';
import { newId } from '../new-id.ts';
import type { CustomLlmDocument } from './runnable-engine.ts';

/** What a program behind a socket thinks with is not ours to ask. */
export const ITS_OWN_MIND: Choice<LanguageModel> = {
  use: {
    provider: 'custom-llm',
    model: 'custom-llm',
    stream: () => {
      throw new Error('a custom LLM is not asked as a language model');
    },
  },
  provider: 'custom-llm',
  name: 'behind the socket',
  substituted: null,
};

/** Where the program is, and what it is told of the conversation. */
export function socketSettings(
  document: CustomLlmDocument,
  session: SessionFacts,
): Pick<CustomLlmEngineConfig, 'address' | 'defaults' | 'subject'> {
  const { details, ...facts } = session;
  const id = session.call_id ?? session.chat_id ?? newId('trial');
  return {
    address: document.llm_websocket_url,
    defaults: document.default_dynamic_variables ?? {},
    subject: { id, details: details ?? (() => ({ call_id: id, ...facts })) },
  };
}
