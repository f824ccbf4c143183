// Questions about the messages of chats.

import type { Kysely } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, Row } from '../schema.ts';

export type ChatMessageRow = Row<'chat_messages'>;

/** Writes `messages` from place `seq` on. */
export async function insertChatMessages(
  db: Kysely<Database>,
  chat: { workspace_id: string; chat_id: string },
  seq: number,
  messages: readonly object[],
): Promise<void> {
  if (messages.length === 0) return;
  const { workspace_id, chat_id } = chat;
  await db
    .insertInto('chat_messages')
    .values(messages.map((message, i) => ({ workspace_id, chat_id, seq: seq + i, message: jsonText(message) })))
    .execute();
}

/** In order. */
export async function listChatMessages(
  db: Kysely<Database>,
  workspaceId: string,
  chatId: string,
): Promise<Record<string, unknown>[]> {
  const rows = await db
    .selectFrom('chat_messages')
    .select('message')
    .where('workspace_id', '=', workspaceId)
    .where('chat_id', '=', chatId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.message);
}

/** Those of many chats, each chat's in order. */
export function listMessagesOfChats(
  db: Kysely<Database>,
  workspaceId: string,
  chatIds: readonly string[],
): Promise<Pick<ChatMessageRow, 'chat_id' | 'message'>[]> {
  if (chatIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('chat_messages')
    .select(['chat_id', 'message'])
    .where('workspace_id', '=', workspaceId)
    .where('chat_id', 'in', chatIds)
    .orderBy('chat_id')
    .orderBy('seq')
    .execute();
}

export async function deleteChatMessages(db: Kysely<Database>, workspaceId: string, chatId: string): Promise<void> {
  await db.deleteFrom('chat_messages').where('workspace_id', '=', workspaceId).where('chat_id', '=', chatId).execute();
}
