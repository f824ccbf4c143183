// Webhooks about chats.

import type { Kysely } from 'kysely';
import type { VariableValues } from '../../conversation/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import { hearingAgents, keptSettingsOf, swapsOfChat } from '../agent/swapped-agents.ts';
import { putInOutbox } from './outbox.ts';

export type ChatWebhookEvent = 'chat_started' | 'chat_ended' | 'chat_analyzed';

const ALL_EVENTS: readonly ChatWebhookEvent[] = ['chat_started', 'chat_ended', 'chat_analyzed'];

/**
 * Written in the transaction of the change that it reports. `agent`: settings of the one that the chat began with, as the chat has them; `chatObject`: what get-chat
 * returns at this moment. `{{variables}}` in the URL are filled from the chat.
 */
export async function enqueueChatWebhook(
  trx: Kysely<Database>,
  chat: Row<'chats'>,
  agent: Record<string, unknown>,
  event: ChatWebhookEvent,
  chatObject: object,
): Promise<void> {
  const { workspace_id, chat_id, agent_id, chat_type } = chat;
  await putInOutbox(trx, {
    workspace_id,
    about: { chat_id },
    event,
    agents: await hearingAgents(agent, swapsOfChat(chat), keptSettingsOf(trx, workspace_id)),
    usualEvents: ALL_EVENTS,
    payload: { chat: chatObject },
    variables: {
      defaults: {},
      request: chat.retell_llm_dynamic_variables ?? {},
      collected: (chat.details['collected_dynamic_variables'] as VariableValues | undefined) ?? {},
      overrides: (chat.details['override_dynamic_variables'] as VariableValues | undefined) ?? {},
    },
    facts: { chat_id, agent_id, chat_type },
  });
}
