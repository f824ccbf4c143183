// Questions about chats. Who answers in a chat holds its turn; every write of an answer asks whether it still does.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import { chatFilter, type ChatFilterCriteria } from './chat-filter.ts';

export type ChatRow = Row<'chats'>;

/** Columns that may change, `details` merged key by key into what is there. */
export type ChatChanges = Omit<RowUpdate<'chats'>, 'details' | 'chat_id' | 'workspace_id'> & {
  details?: Record<string, unknown>;
};

export function insertChat(db: Kysely<Database>, row: NewRow<'chats'>): Promise<ChatRow> {
  return db.insertInto('chats').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findChat(db: Kysely<Database>, workspaceId: string, chatId: string): Promise<ChatRow | undefined> {
  return ofWorkspace(db, workspaceId, chatId).executeTakeFirst();
}

/** The same, and nobody else changes the row until the transaction ends. */
export function lockChat(trx: Kysely<Database>, workspaceId: string, chatId: string): Promise<ChatRow | undefined> {
  return ofWorkspace(trx, workspaceId, chatId).forUpdate().executeTakeFirst();
}

/** The ongoing chat by text message between a number of ours and somebody; the newest, should there be several. */
export function findOpenSmsChat(
  db: Kysely<Database>,
  pair: { workspace_id: string; our_number: string; their_number: string },
): Promise<ChatRow | undefined> {
  return db
    .selectFrom('chats')
    .selectAll()
    .where('workspace_id', '=', pair.workspace_id)
    .where('chat_type', '=', 'sms_chat')
    .where('chat_status', '=', 'ongoing')
    .where('from_number', '=', pair.our_number)
    .where('to_number', '=', pair.their_number)
    .orderBy('start_timestamp', 'desc')
    .orderBy('chat_id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Undefined when there is no such chat. */
export function updateChat(
  db: Kysely<Database>,
  workspaceId: string,
  chatId: string,
  { details, ...columns }: ChatChanges,
): Promise<ChatRow | undefined> {
  const merged = details === undefined ? {} : { details: sql<string>`chats.details || ${jsonText(details)}::jsonb` };
  return (
    db
      .updateTable('chats')
      // An update must set something; setting the key to itself changes nothing.
      .set({ ...columns, ...merged, chat_id: sql<string>`chats.chat_id` })
      .where('workspace_id', '=', workspaceId)
      .where('chat_id', '=', chatId)
      .returningAll()
      .executeTakeFirst()
  );
}

/**
 * Takes the turn of an ongoing chat for `leaseMs`. Undefined while a living process has it, and when the chat is over or not there. The
 * row shows who had it last: not null for a process that died in the midst of an answer.
 */
export async function takeTurn(
  trx: Kysely<Database>,
  chat: Pick<ChatRow, 'workspace_id' | 'chat_id'>,
  turnId: string,
  leaseMs: number,
): Promise<ChatRow | undefined> {
  const row = await ofWorkspace(trx, chat.workspace_id, chat.chat_id)
    .where('chat_status', '=', 'ongoing')
    .where(TURN_IS_FREE)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  await trx
    .updateTable('chats')
    .set({ turn_id: turnId, turn_until: leaseUntil(leaseMs) })
    .where('chat_id', '=', row.chat_id)
    .execute();
  return row;
}

/** False when the turn is somebody else's by now, or the chat is over. */
export async function renewTurn(
  db: Kysely<Database>,
  chatId: string,
  turnId: string,
  leaseMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('chats')
    .set({ turn_until: leaseUntil(leaseMs) })
    .where('chat_id', '=', chatId)
    .where('turn_id', '=', turnId)
    .where('chat_status', '=', 'ongoing')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives the turn back without an answer. */
export async function dropTurn(db: Kysely<Database>, chatId: string, turnId: string): Promise<void> {
  await db
    .updateTable('chats')
    .set({ turn_id: null, turn_until: null })
    .where('chat_id', '=', chatId)
    .where('turn_id', '=', turnId)
    .execute();
}

/** With its messages and webhooks, sent or not; its place in the list is kept for pages that ended with it. Undefined when it was not there. */
export async function deleteChatRows(
  db: Kysely<Database>,
  workspaceId: string,
  chatId: string,
  now: number,
): Promise<ChatRow | undefined> {
  const row = await db
    .deleteFrom('chats')
    .where('workspace_id', '=', workspaceId)
    .where('chat_id', '=', chatId)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const { chat_id, workspace_id, start_timestamp } = row;
  await db.insertInto('deleted_chats').values({ chat_id, workspace_id, start_timestamp, deleted_at: now }).execute();
  await db.deleteFrom('webhook_deliveries').where('chat_id', '=', chatId).execute();
  await db
    .deleteFrom('text_messages')
    .where('workspace_id', '=', workspace_id)
    .where('chat_id', '=', chat_id)
    .execute();
  return row;
}

/** Forgets where deleted chats stood. */
export async function forgetDeletedChats(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('deleted_chats').where('deleted_at', '<', before).execute();
}

export interface ChatPage {
  filter?: ChatFilterCriteria;
  ascending?: boolean;
  limit: number;
  skip?: number;
  /** Where the page starts: behind this chat, which may have been deleted some days ago, or behind these sort values. */
  after?: { chatId: string } | { startTimestamp: number; chatId: string };
}

/** By start, newest first unless `ascending`. */
export function listChatRows(db: Kysely<Database>, workspaceId: string, page: ChatPage): Promise<ChatRow[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = filtered(db, workspaceId, page.filter)
    .selectAll()
    .orderBy('start_timestamp', direction)
    .orderBy('chat_id', direction)
    .limit(page.limit);
  if (page.skip) query = query.offset(page.skip);
  if (page.after) query = query.where(behind(workspaceId, page.after, page.ascending ?? false));
  return query.execute();
}

export async function countChats(
  db: Kysely<Database>,
  workspaceId: string,
  filter: ChatFilterCriteria,
): Promise<number> {
  const { count } = await filtered(db, workspaceId, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Chats that silence has ended by now (ms); while a turn runs nobody is silent. Not those that another node is just closing. */
export function lockSilentChats(trx: Kysely<Database>, now: number, limit: number): Promise<ChatRow[]> {
  return trx
    .selectFrom('chats')
    .selectAll()
    .where('chat_status', '=', 'ongoing')
    .where('closes_at', '<=', now)
    .where(TURN_IS_FREE)
    .orderBy('closes_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Ended chats whose content should be gone by now, because their analysis had its time (ms of their end). */
export function lockChatsToEmpty(trx: Kysely<Database>, endedBefore: number, limit: number): Promise<ChatRow[]> {
  return trx
    .selectFrom('chats')
    .selectAll()
    .where('data_storage_setting', '<>', 'everything')
    .where('content_removed_at', 'is', null)
    .where('end_timestamp', '<=', endedBefore)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Chats whose retention is over by now (ms). */
export function listExpiredChats(
  db: Kysely<Database>,
  now: number,
  limit: number,
): Promise<Pick<ChatRow, 'workspace_id' | 'chat_id'>[]> {
  return db
    .selectFrom('chats')
    .select(['workspace_id', 'chat_id'])
    .where('delete_after', '<=', now)
    .orderBy('delete_after')
    .limit(limit)
    .execute();
}

const TURN_IS_FREE = sql<boolean>`(turn_id is null or turn_until < now())`;

function leaseUntil(leaseMs: number): RawBuilder<Date> {
  return sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`;
}

function ofWorkspace(db: Kysely<Database>, workspaceId: string, chatId: string) {
  return db.selectFrom('chats').selectAll().where('workspace_id', '=', workspaceId).where('chat_id', '=', chatId);
}

function filtered(db: Kysely<Database>, workspaceId: string, filter: ChatFilterCriteria = {}) {
  let query = db.selectFrom('chats').where('workspace_id', '=', workspaceId);
  for (const condition of chatFilter(filter)) query = query.where(condition);
  return query;
}

function behind(workspaceId: string, after: NonNullable<ChatPage['after']>, ascending: boolean): RawBuilder<boolean> {
  const than = sql.raw(ascending ? '>' : '<');
  const start =
    'startTimestamp' in after
      ? sql`${after.startTimestamp}::bigint`
      : sql`(select start_timestamp from chats where workspace_id = ${workspaceId} and chat_id = ${after.chatId}
          union all
          select start_timestamp from deleted_chats where workspace_id = ${workspaceId} and chat_id = ${after.chatId})`;
  return sql<boolean>`(start_timestamp, chat_id) ${than} (${start}, ${after.chatId})`;
}
