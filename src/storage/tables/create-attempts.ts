// Questions about creates that a client may repeat.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export type CreateAttempt = Row<'create_attempts'>;

/**
 * Attempts with this fingerprint: first tries share the lock, so that equal requests run side by side; a repeated one waits until they
 * are over, however they end: with the death of their process, too.
 */
export async function lockFingerprint(
  trx: Kysely<Database>,
  fingerprint: string,
  how: 'shared' | 'exclusive',
): Promise<void> {
  const lock = sql.raw(how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
  await sql`select ${lock}(hashtextextended(${fingerprint}, 7303014))`.execute(trx);
}

export async function insertCreateAttempt(db: Kysely<Database>, row: NewRow<'create_attempts'>): Promise<void> {
  await db.insertInto('create_attempts').values(row).execute();
}

/** An earlier attempt whose answer nobody repeated so far by this count: one that did not arrive first, then the newest. */
export function findEarlierAttempt(
  trx: Kysely<Database>,
  fingerprint: string,
  at: { retryCount: number; now: number },
): Promise<CreateAttempt | undefined> {
  return trx
    .selectFrom('create_attempts')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .where('retry_count', '<', at.retryCount)
    .where('expires_at', '>', at.now)
    .orderBy('undelivered', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function findCreateAttempt(db: Kysely<Database>, attemptId: string): Promise<CreateAttempt | undefined> {
  return db.selectFrom('create_attempts').selectAll().where('attempt_id', '=', attemptId).executeTakeFirst();
}

export async function updateCreateAttempt(
  db: Kysely<Database>,
  attemptId: string,
  change: Partial<Pick<CreateAttempt, 'retry_count' | 'undelivered' | 'answer'>>,
): Promise<void> {
  await db.updateTable('create_attempts').set(change).where('attempt_id', '=', attemptId).execute();
}

export async function deleteCreateAttempt(db: Kysely<Database>, attemptId: string): Promise<void> {
  await db.deleteFrom('create_attempts').where('attempt_id', '=', attemptId).execute();
}

export async function forgetCreateAttempts(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('create_attempts').where('expires_at', '<', before).execute();
}
