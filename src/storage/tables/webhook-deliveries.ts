// Questions about the outbox of webhooks.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export async function insertWebhookDelivery(
  db: Kysely<Database>,
  row: Omit<NewRow<'webhook_deliveries'>, 'created_at'>,
): Promise<number> {
  const { delivery_id } = await db
    .insertInto('webhook_deliveries')
    .values({ ...row, created_at: sql<number>`(extract(epoch from now()) * 1000)::bigint` })
    .returning('delivery_id')
    .executeTakeFirstOrThrow();
  return delivery_id;
}

export function findWebhookDelivery(
  db: Kysely<Database>,
  deliveryId: number,
): Promise<Row<'webhook_deliveries'> | undefined> {
  return db.selectFrom('webhook_deliveries').selectAll().where('delivery_id', '=', deliveryId).executeTakeFirst();
}

/** Oldest first: what the user's server was told about a call. */
export function listWebhookDeliveries(db: Kysely<Database>, callId: string): Promise<Row<'webhook_deliveries'>[]> {
  return db.selectFrom('webhook_deliveries').selectAll().where('call_id', '=', callId).orderBy('delivery_id').execute();
}

/** Removes what the webhooks about a chat said, sent or not, and their addresses, which variables may stand in; that they were is kept. */
export async function clearChatWebhooks(db: Kysely<Database>, chatId: string): Promise<void> {
  await db.updateTable('webhook_deliveries').set({ body: '', url: '' }).where('chat_id', '=', chatId).execute();
}

/** Oldest first: what the user's server was told about a chat. */
export function listChatWebhookDeliveries(db: Kysely<Database>, chatId: string): Promise<Row<'webhook_deliveries'>[]> {
  return db.selectFrom('webhook_deliveries').selectAll().where('chat_id', '=', chatId).orderBy('delivery_id').execute();
}

/** Counts an attempt; `deliveredAt` in ms when it succeeded, else why not. */
export async function recordWebhookAttempt(
  db: Kysely<Database>,
  deliveryId: number,
  outcome: { deliveredAt: number } | { error: string },
): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      ...('error' in outcome ? { last_error: outcome.error } : { delivered_at: outcome.deliveredAt, last_error: null }),
    }))
    .where('delivery_id', '=', deliveryId)
    .execute();
}

/** Forgets webhooks of before this time (ms), some at a time, whatever became of them. False when none was left. */
export async function forgetWebhookDeliveries(db: Kysely<Database>, before: number, limit: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_deliveries')
    .where('delivery_id', 'in', (eb) =>
      eb.selectFrom('webhook_deliveries').select('delivery_id').where('created_at', '<', before).limit(limit),
    )
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
