// Which chat an operation is about.

import type { Kysely } from 'kysely';
import { notFound } from '../../contract/index.ts';
import { listChatMessages, lockChat, type Database, type Row } from '../../storage/index.ts';
import { readSnapshot, type Configuration } from '../agent/index.ts';
import type { ChatDetails } from './details.ts';
import type { ChatMessage } from './messages.ts';

export interface ChatPlace {
  workspaceId: string;
  chatId: string;
}

/** Locked until the transaction ends. Throws 422. */
export async function existingChat(trx: Kysely<Database>, { workspaceId, chatId }: ChatPlace): Promise<Row<'chats'>> {
  const row = await lockChat(trx, workspaceId, chatId);
  if (!row) throw notFound('chat', chatId);
  return row;
}

export async function messagesOf(db: Kysely<Database>, chat: Row<'chats'>): Promise<ChatMessage[]> {
  return (await listChatMessages(db, chat.workspace_id, chat.chat_id)) as ChatMessage[];
}

/** What the chat runs with. */
export async function configurationOfChat(db: Kysely<Database>, chat: Row<'chats'>): Promise<Configuration> {
  const configuration = await readSnapshot(db, chat.workspace_id, chat.configuration_hash);
  if (!configuration) throw new Error(`the configuration of ${chat.chat_id} is not there`);
  return withOverride(configuration, (chat.details as ChatDetails | null)?.agent_override);
}

/** The configuration with an AgentOverrideRequest laid over it. */
export function withOverride(configuration: Configuration, override: ChatDetails['agent_override']): Configuration {
  if (!override) return configuration;
  const { engine } = configuration;
  const laidOver = { 'retell-llm': override.retell_llm, 'conversation-flow': override.conversation_flow }[
    engine.type as 'retell-llm'
  ];
  return {
    ...configuration,
    agent: { ...configuration.agent, ...override.agent },
    engine: laidOver ? { ...engine, config: { ...engine.config, ...laidOver } } : engine,
  };
}
