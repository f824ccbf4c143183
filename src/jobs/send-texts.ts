// Sends what a chat by text message has not sent yet.

import { sendChatTexts } from '../resources/chat/index.ts';
import type { JobPayloads } from '../storage/index.ts';
import type { ReadTextsDeps } from './read-texts.ts';

/** Safe to run twice: nothing is sent a second time. */
export async function sendTexts(
  { db, telephony, wallClock: now, log }: Pick<ReadTextsDeps, 'db' | 'telephony' | 'wallClock' | 'log'>,
  { workspace_id, chat_id }: JobPayloads['send-texts'],
): Promise<void> {
  await sendChatTexts({ db, telephony, now, log }, { workspaceId: workspace_id, chatId: chat_id });
}
