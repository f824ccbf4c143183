// The end of a chat, by whichever hand: status, webhook and the wish for an analysis in one transaction.

import type { Kysely } from 'kysely';
import { enqueue, updateChat, type ChatChanges, type Database, type Row } from '../../storage/index.ts';
import { enqueueChatWebhook } from '../webhook/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { configurationOfChat, existingChat, messagesOf, type ChatPlace } from './place.ts';
import { renderChat } from './render.ts';

export interface ChatEnd {
  status: 'ended' | 'error';
  /** As in the contract's list of disconnection reasons. */
  reason: string;
  /** ms since the epoch. */
  at: number;
}

const DAY_MS = 86_400_000;

/** Ends an ongoing chat at once; whoever is just answering in it is not heard any more. One that is over stays as it is. */
export async function endChat(deps: ResourceDeps, place: ChatPlace): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const row = await existingChat(trx, place);
    if (row.chat_status !== 'ongoing') return;
    await writeEnd(trx, row, { status: 'ended', reason: 'manual_stopped', at: deps.now() });
  });
}

/** `row` is locked and ongoing; all its messages are stored. `changes` are written with the end. */
export async function writeEnd(
  trx: Kysely<Database>,
  row: Row<'chats'>,
  end: ChatEnd,
  changes: ChatChanges = {},
): Promise<Row<'chats'>> {
  const { agent } = await configurationOfChat(trx, row);
  const days = agent['data_storage_retention_days'];
  const ended = await updateChat(trx, row.workspace_id, row.chat_id, {
    ...changes,
    chat_status: end.status,
    disconnection_reason: end.reason,
    end_timestamp: end.at,
    turn_id: null,
    turn_until: null,
    ...(typeof days === 'number' ? { delete_after: end.at + days * DAY_MS } : {}),
  });
  if (!ended) throw new Error(`${row.chat_id} was locked and is gone`);
  const { workspace_id, chat_id } = ended;
  await enqueueChatWebhook(trx, ended, agent, 'chat_ended', renderChat(ended, await messagesOf(trx, ended)));
  await enqueue(trx, 'analyze-chat', { workspace_id, chat_id });
  return ended;
}
