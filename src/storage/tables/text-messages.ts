// Questions about text messages of numbers.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import { jsonText } from '../json-text.ts';

type TextRow = Row<'text_messages'>;

/** A number of ours and one of somebody else's. */
export interface TextPair {
  workspace_id: string;
  our_number: string;
  their_number: string;
}

/** Undefined when the carrier has told of this one before. */
export async function insertText(
  db: Kysely<Database>,
  row: NewRow<'text_messages'>,
): Promise<Pick<TextRow, 'text_id'> | undefined> {
  return db
    .insertInto('text_messages')
    .values(row)
    .onConflict((conflict) => conflict.columns(['carrier', 'message_id', 'direction']).doNothing())
    .returning('text_id')
    .executeTakeFirst();
}

/** Texts that came since `since` (ms): from this person, and to the number at all. */
export async function countTextsIn(
  db: Kysely<Database>,
  pair: TextPair,
  since: number,
): Promise<{ ofPair: number; ofNumber: number }> {
  return db
    .selectFrom('text_messages')
    .select(({ fn }) => [
      fn.count<number>('text_id').filterWhere('their_number', '=', pair.their_number).as('ofPair'),
      fn.countAll<number>().as('ofNumber'),
    ])
    .where('workspace_id', '=', pair.workspace_id)
    .where('our_number', '=', pair.our_number)
    .where('direction', '=', 'in')
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
}

/** Texts that went to this person since `since` (ms). */
export async function countTextsOut(db: Kysely<Database>, pair: TextPair, since: number): Promise<number> {
  const { count } = await ofPair(db, pair)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('direction', '=', 'out')
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Those that nobody has read yet, in the order in which they came. */
export function listNewTexts(db: Kysely<Database>, pair: TextPair, limit: number): Promise<TextRow[]> {
  return ofPair(db, pair).selectAll().where('state', '=', 'new').orderBy('text_id').limit(limit).execute();
}

/**
 * Takes one that waits to be sent, with what it says: from now on it is being sent, by whoever took it, and by nobody else. Undefined when
 * none waits.
 */
export async function takeWaitingText(
  db: Kysely<Database>,
  pair: TextPair,
  now: number,
): Promise<{ textId: number; text: string } | undefined> {
  const first = await ofPair(db, pair)
    .select(['text_id', 'content'])
    .where('state', '=', 'waiting')
    .orderBy('text_id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (!first) return undefined;
  await updateText(db, pair.workspace_id, first.text_id, { state: 'sending', content: null, created_at: now });
  return { textId: first.text_id, text: first.content?.text ?? '' };
}

/** What became of texts that had come; what they said is kept where they stand now. */
export async function markTextsRead(
  trx: Kysely<Database>,
  workspaceId: string,
  textIds: readonly number[],
  outcome: { state: 'taken' | 'dropped'; chat_id?: string; call_id?: string },
): Promise<void> {
  await trx
    .updateTable('text_messages')
    .set({ ...outcome, content: null })
    .where('workspace_id', '=', workspaceId)
    .where('text_id', 'in', textIds)
    .execute();
}

export async function updateText(
  db: Kysely<Database>,
  workspaceId: string,
  textId: number,
  change: RowUpdate<'text_messages'>,
): Promise<void> {
  await db
    .updateTable('text_messages')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .where('text_id', '=', textId)
    .execute();
}

/** Ours, by the carrier's id of it. Whose it is only this table knows: ids of carriers are theirs alone. */
export function findTextOut(
  db: Kysely<Database>,
  { carrier, message_id }: { carrier: string; message_id: string },
): Promise<TextRow | undefined> {
  return db
    .selectFrom('text_messages')
    .selectAll()
    .where('carrier', '=', carrier)
    .where('message_id', '=', message_id)
    .where('direction', '=', 'out')
    .executeTakeFirst();
}

/** Those that a message of a chat went as: long ones go in pieces. */
export function listTextsOfMessage(
  db: Kysely<Database>,
  workspaceId: string,
  chatId: string,
  chatMessageId: string,
): Promise<TextRow[]> {
  return db
    .selectFrom('text_messages')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('chat_id', '=', chatId)
    .where('chat_message_id', '=', chatMessageId)
    .orderBy('text_id')
    .execute();
}

/** Marks texts that have been on their way to the carrier since before `before` (ms). Each is given to one caller only. */
export function loseTexts(
  db: Kysely<Database>,
  { before, limit, detail }: { before: number; limit: number; detail: string },
): Promise<TextRow[]> {
  const overdue = db
    .selectFrom('text_messages')
    .select('text_id')
    .where('state', '=', 'sending')
    .where('created_at', '<', before)
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('text_messages')
    .set({ state: 'lost', detail })
    .where(sql<boolean>`text_id = any(array(${overdue}))`)
    .returningAll()
    .execute();
}

/** States only go on: carriers tell out of order. */
const KNOWN_RANK = sql.raw(`(case text_states.state when 'queued' then 0 when 'sent' then 1 else 2 end)`);
const TOLD_RANK = sql.raw(`(case excluded.state when 'queued' then 0 when 'sent' then 1 else 2 end)`);

/** What the carrier tells, unless it has told of something later already. */
export async function putTextState(db: Kysely<Database>, row: NewRow<'text_states'>): Promise<void> {
  const { state, code, detail, told_at } = row;
  await db
    .insertInto('text_states')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['carrier', 'message_id'])
        .doUpdateSet({ state, code, detail, told_at })
        .where(sql<boolean>`${TOLD_RANK} > ${KNOWN_RANK}`),
    )
    .execute();
}

export function findTextState(
  db: Kysely<Database>,
  { carrier, message_id }: { carrier: string; message_id: string },
): Promise<Row<'text_states'> | undefined> {
  return db
    .selectFrom('text_states')
    .selectAll()
    .where('carrier', '=', carrier)
    .where('message_id', '=', message_id)
    .executeTakeFirst();
}

/** Until the transaction ends nobody else counts and keeps texts to this number. */
export async function lockTextsOf(
  trx: Kysely<Database>,
  { workspace_id, our_number }: Pick<TextPair, 'workspace_id' | 'our_number'>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`texts to ${workspace_id} ${our_number}`}, 0))`.execute(
    trx,
  );
}

/** Lays fields over a message of a chat. */
export async function mergeChatMessage(
  trx: Kysely<Database>,
  chat: { workspace_id: string; chat_id: string },
  messageId: string,
  fields: object,
): Promise<void> {
  await sql`update chat_messages set message = message || ${jsonText(fields)}::jsonb
    where workspace_id = ${chat.workspace_id} and chat_id = ${chat.chat_id} and message->>'message_id' = ${messageId}`.execute(
    trx,
  );
}

/** True when they had not said so before. */
export async function insertOptOut(db: Kysely<Database>, pair: TextPair, at: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('text_opt_outs')
    .values({ ...key(pair), opted_out_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** True when there was one. */
export async function deleteOptOut(db: Kysely<Database>, pair: TextPair): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('text_opt_outs')
    .where('workspace_id', '=', pair.workspace_id)
    .where('our_number', '=', pair.our_number)
    .where('their_number', '=', pair.their_number)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function hasOptedOut(db: Kysely<Database>, pair: TextPair): Promise<boolean> {
  const row = await db
    .selectFrom('text_opt_outs')
    .select('opted_out_at')
    .where('workspace_id', '=', pair.workspace_id)
    .where('our_number', '=', pair.our_number)
    .where('their_number', '=', pair.their_number)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets texts and states of before `before` (ms). Who wants no more stays known. */
export async function forgetTexts(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('text_messages').where('created_at', '<', before).execute();
  await db.deleteFrom('text_states').where('told_at', '<', before).execute();
}

function key({ workspace_id, our_number, their_number }: TextPair): TextPair {
  return { workspace_id, our_number, their_number };
}

function ofPair(db: Kysely<Database>, { workspace_id, our_number, their_number }: TextPair) {
  return db
    .selectFrom('text_messages')
    .where('workspace_id', '=', workspace_id)
    .where('our_number', '=', our_number)
    .where('their_number', '=', their_number);
}
