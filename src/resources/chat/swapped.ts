// Agents that took over in a chat: by whose rules it goes on, and what is found out about it.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import {
  activeSettings,
  analysisSettings,
  keptSettingsOf,
  newestSettings,
  swapsOfChat,
  type AgentSettings,
} from '../agent/swapped-agents.ts';
import { configurationOfChat } from './place.ts';

/** Settings of the agent that writes now. */
export async function agentNow(db: Kysely<Database>, chat: Row<'chats'>): Promise<AgentSettings> {
  const { agent } = await configurationOfChat(db, chat);
  return activeSettings(agent, swapsOfChat(chat), keptSettingsOf(db, chat.workspace_id));
}

/** What is to be found out about the chat, by its agents as they were, or as they are by now. */
export async function analysisOfChat(
  db: Kysely<Database>,
  chat: Row<'chats'>,
  which: 'kept' | 'newest',
): Promise<AgentSettings> {
  const kept = keptSettingsOf(db, chat.workspace_id);
  const { agent } = await configurationOfChat(db, chat);
  if (which === 'kept') return analysisSettings(agent, swapsOfChat(chat), kept);
  const newest = newestSettings(db, chat.workspace_id, 'chat');
  const first = (await newest(chat.agent_id)) ?? agent;
  return analysisSettings(first, swapsOfChat(chat), async (swap) => (await newest(swap.agent_id)) ?? kept(swap));
}
