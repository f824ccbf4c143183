// Removes what webhooks said about a chat that does not keep its content, once they had their time to be delivered.

import type { Kysely } from 'kysely';
import { clearChatWebhooks, type Database, type JobPayloads } from '../storage/index.ts';

/** Safe to run twice. */
export async function forgetChat(
  deps: { db: Kysely<Database> },
  { chat_id }: JobPayloads['forget-chat'],
): Promise<void> {
  await clearChatWebhooks(deps.db, chat_id);
}
