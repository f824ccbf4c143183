// What is kept of a chat whose agent, or whose update, asked for less than everything. The content lives until the analysis is done and its
// webhook is written; nobody but webhooks sees it once the chat is over. Then it is removed, the texts of the webhooks ten minutes later.

import type { Kysely } from 'kysely';
import {
  deleteChatMessages,
  deleteChatRows,
  enqueue,
  listExpiredChats,
  lockChatsToEmpty,
  updateChat,
  type Database,
  type Row,
} from '../../storage/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import { isStrictSetting } from '../storage-setting.ts';
import type { ChatDetails } from './details.ts';

/** How long a webhook is tried, and more. */
const WEBHOOKS_LIVE_MS = 600_000;
/** An analysis is tried for minutes; one that never came to its end must not keep the content. */
const ANALYSIS_MS = 3_600_000;
const AT_ONCE = 50;

/** In place of the person's number. */
const NO_NUMBER = 'anonymous';

/** Whether the chat keeps its basic attributes alone. */
export function isStrict(row: Pick<Row<'chats'>, 'data_storage_setting'>): boolean {
  return isStrictSetting(row.data_storage_setting);
}

/** Is there content that only webhooks may show any more? */
export function hidesContent(row: Row<'chats'>): boolean {
  return isStrict(row) && row.chat_status !== 'ongoing';
}

/** The chat without what it does not keep; as it is while it runs and when it keeps everything. */
export function keptView(row: Row<'chats'>): Row<'chats'> {
  if (!hidesContent(row)) return row;
  return {
    ...row,
    to_number: row.to_number === null ? null : NO_NUMBER,
    retell_llm_dynamic_variables: null,
    details: { ...keptDetails(row.details as ChatDetails) },
  };
}

/** Removes the content in the caller's transaction. */
export async function forgetContent(trx: Kysely<Database>, row: Row<'chats'>, now: number): Promise<void> {
  const { workspace_id, chat_id } = row;
  await deleteChatMessages(trx, workspace_id, chat_id);
  const view = keptView(row);
  const nothing = { collected_dynamic_variables: null, override_dynamic_variables: null, standing: null };
  await updateChat(trx, workspace_id, chat_id, {
    content_removed_at: now,
    to_number: view.to_number,
    retell_llm_dynamic_variables: null,
    details: { chat_analysis: null, ...nothing, ...view.details },
  });
  const runAt = new Date(now + WEBHOOKS_LIVE_MS);
  await enqueue(trx, 'forget-chat', { chat_id }, { runAt, jobKey: `forget ${chat_id}` });
}

/** Removes what analyses that never came to their end left behind. */
export async function forgetLeftContent(
  deps: { db: Kysely<Database>; wallClock: WallClock },
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = deps.wallClock();
    const emptied = await deps.db.transaction().execute(async (trx) => {
      const rows = await lockChatsToEmpty(trx, now - ANALYSIS_MS, AT_ONCE);
      for (const row of rows) await forgetContent(trx, row, now);
      return rows.length;
    });
    if (emptied < AT_ONCE || signal.aborted) return;
  }
}

/** Deletes chats whose retention is over. */
export async function deleteExpiredChats(
  deps: { db: Kysely<Database>; wallClock: WallClock },
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = deps.wallClock();
    const rows = await listExpiredChats(deps.db, now, AT_ONCE);
    for (const { workspace_id, chat_id } of rows)
      await deps.db.transaction().execute((trx) => deleteChatRows(trx, workspace_id, chat_id, now));
    if (rows.length < AT_ONCE || signal.aborted) return;
  }
}

function keptDetails({ chat_analysis, chat_cost }: ChatDetails): ChatDetails {
  const { user_sentiment, chat_successful } = chat_analysis ?? {};
  const kept = {
    ...(user_sentiment === undefined ? {} : { user_sentiment }),
    ...(chat_successful === undefined ? {} : { chat_successful }),
  };
  return {
    ...(chat_cost === undefined ? {} : { chat_cost }),
    ...(Object.keys(kept).length === 0 ? {} : { chat_analysis: kept }),
  };
}
