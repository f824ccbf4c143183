// What became of texts that were sent. Carriers tell it in any order, and may do so before we know that they have taken the message.

import type { Kysely } from 'kysely';
import type { WallClock } from '../../interfaces/clock.ts';
import type { TextState } from '../../interfaces/carrier-events.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  findTextOut,
  findTextState,
  insertOptOut,
  listTextsOfMessage,
  lockChat,
  loseTexts,
  mergeChatMessage,
  putTextState,
  updateText,
} from '../../storage/tables/index.ts';
import type { TextPlace } from './send-text.ts';

/** Codes by which carriers say that the recipient has opted out: Twilio's, and Telnyx'. */
const OPTED_OUT_CODES = ['21610', '40300'];

/** Keeps it, and lays it over the message that it is about, if that is known by now. */
export async function hearTextState(
  { db, now }: { db: Kysely<Database>; now: WallClock },
  { carrier, messageId, state, code, detail }: TextState,
): Promise<void> {
  const key = { carrier, message_id: messageId };
  await putTextState(db, { ...key, state, code, detail, told_at: now() });
  const row = await findTextOut(db, key);
  if (!row) return;
  if (row.chat_id === null || row.chat_message_id === null) return settle(db, row);
  await settleMessage(db, row.workspace_id, row.chat_id, row.chat_message_id);
}

/** After sending: what the carrier told meanwhile. Of a text that belongs to no chat there is nothing to show. */
export async function joinTextState(db: Kysely<Database>, workspaceId: string, place: TextPlace): Promise<void> {
  const { chat_id, chat_message_id } = place;
  if (chat_id === undefined || chat_message_id === undefined) return;
  await settleMessage(db, workspaceId, chat_id, chat_message_id);
}

/** One at a time for a chat: of two servers that are told at once, the one that comes last knows what both were told. */
async function settleMessage(
  db: Kysely<Database>,
  workspace_id: string,
  chat_id: string,
  chat_message_id: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockChat(trx, workspace_id, chat_id);
    for (const row of await listTextsOfMessage(trx, workspace_id, chat_id, chat_message_id)) await settle(trx, row);
    await showDelivery(trx, workspace_id, { chat_id, chat_message_id });
  });
}

/** Texts that were being sent when their server stopped: nobody knows what became of them, and they are not sent again. */
export async function settleLostTexts({
  db,
  wallClock,
}: {
  db: Kysely<Database>;
  wallClock: WallClock;
}): Promise<void> {
  const detail = 'The server stopped while it was sent; whether it arrived is not known.';
  for (const row of await loseTexts(db, { before: wallClock() - LOST_AFTER_MS, limit: 200, detail }))
    await showDelivery(db, row.workspace_id, row);
}

/** Longer than any carrier is waited for. */
const LOST_AFTER_MS = 300_000;

async function settle(db: Kysely<Database>, row: Row<'text_messages'>): Promise<void> {
  if (row.carrier === null || row.message_id === null) return;
  const told = await findTextState(db, { carrier: row.carrier, message_id: row.message_id });
  if (!told) return;
  const { state, code, detail } = told;
  await updateText(db, row.workspace_id, row.text_id, { state, code, detail });
  if (code !== null && code !== row.code && OPTED_OUT_CODES.includes(code)) await insertOptOut(db, row, told.told_at);
}

const ORDER = ['delivered', 'sent', 'queued', 'sending', 'lost', 'undelivered', 'failed'];

/** A message that went in pieces is as far as its worst piece. */
async function showDelivery(
  db: Kysely<Database>,
  workspace_id: string,
  { chat_id, chat_message_id }: { chat_id?: string | null; chat_message_id?: string | null },
): Promise<void> {
  if (!chat_id || !chat_message_id) return;
  const rows = await listTextsOfMessage(db, workspace_id, chat_id, chat_message_id);
  const worst = rows.toSorted((a, b) => ORDER.indexOf(b.state) - ORDER.indexOf(a.state))[0];
  if (!worst) return;
  const delivery = {
    status: worst.state === 'lost' ? 'unknown' : worst.state === 'sending' ? 'queued' : worst.state,
    ...(worst.code === null ? {} : { error_code: worst.code }),
    ...(worst.detail === null ? {} : { error_message: worst.detail }),
  };
  await mergeChatMessage(db, { workspace_id, chat_id }, chat_message_id, { delivery });
}
