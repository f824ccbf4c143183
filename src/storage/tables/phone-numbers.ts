// Questions about phone numbers. A number belongs to one row a workspace.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export type PhoneNumberKey = Pick<Row<'phone_numbers'>, 'workspace_id' | 'phone_number'>;

/** Undefined when the workspace has this number already. */
export function insertPhoneNumber(
  db: Kysely<Database>,
  row: NewRow<'phone_numbers'>,
): Promise<Row<'phone_numbers'> | undefined> {
  return db
    .insertInto('phone_numbers')
    .values(row)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'phone_number']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export function findPhoneNumber(db: Kysely<Database>, key: PhoneNumberKey): Promise<Row<'phone_numbers'> | undefined> {
  return ofKey(db, key).executeTakeFirst();
}

/** For an incoming call of which only the number is known; two rows at most, which is one too many to choose. `workspaceIds`: only theirs. */
export function listNumbersCalled(
  db: Kysely<Database>,
  phoneNumber: string,
  workspaceIds: readonly string[] | null = null,
): Promise<Row<'phone_numbers'>[]> {
  let numbers = db.selectFrom('phone_numbers').selectAll().where('phone_number', '=', phoneNumber);
  // A list that is empty is no SQL; no workspace is called ''.
  if (workspaceIds) numbers = numbers.where('workspace_id', 'in', [...workspaceIds, '']);
  return numbers.limit(2).execute();
}

/** The same, and nobody else changes the row until the transaction ends. */
export function lockPhoneNumber(trx: Kysely<Database>, key: PhoneNumberKey): Promise<Row<'phone_numbers'> | undefined> {
  return ofKey(trx, key).forUpdate().executeTakeFirst();
}

/** Until the transaction ends nobody else changes which number falls back to which. */
export async function lockFallbacks(trx: Kysely<Database>, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`fallbacks of ${workspaceId}`}, 0))`.execute(trx);
}

/** A number of the workspace whose fallback is this one. */
export async function findNumberFallingBackTo(db: Kysely<Database>, key: PhoneNumberKey): Promise<string | undefined> {
  const row = await db
    .selectFrom('phone_numbers')
    .select('phone_number')
    .where('workspace_id', '=', key.workspace_id)
    .where('fallback_number', '=', key.phone_number)
    .limit(1)
    .executeTakeFirst();
  return row?.phone_number;
}

/** Numbers of the workspace that name this agent, locked until the transaction ends. */
export function listNumbersNaming(
  trx: Kysely<Database>,
  workspaceId: string,
  agentId: string,
): Promise<Row<'phone_numbers'>[]> {
  return trx
    .selectFrom('phone_numbers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`position(${JSON.stringify(agentId)} in config::text) > 0`)
    .forUpdate()
    .execute();
}

export interface PhoneNumberPage {
  ascending: boolean;
  /** null: all of them. */
  limit: number | null;
  after?: { created_at: number; phone_number: string };
}

/** By the time they came. */
export function listPhoneNumberRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: PhoneNumberPage,
): Promise<Row<'phone_numbers'>[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', direction)
    .orderBy('phone_number', direction);
  if (page.limit !== null) query = query.limit(page.limit);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, phone_number) ${sql.raw(page.ascending ? '>' : '<')} (${page.after.created_at}::bigint, ${page.after.phone_number})`,
    );
  return query.execute();
}

export function updatePhoneNumberRow(
  db: Kysely<Database>,
  key: PhoneNumberKey,
  change: RowUpdate<'phone_numbers'>,
): Promise<Row<'phone_numbers'> | undefined> {
  return db
    .updateTable('phone_numbers')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('phone_number', '=', key.phone_number)
    .returningAll()
    .executeTakeFirst();
}

/** The row that was; undefined when there was none. */
export function deletePhoneNumberRow(
  db: Kysely<Database>,
  key: PhoneNumberKey,
): Promise<Row<'phone_numbers'> | undefined> {
  return db
    .deleteFrom('phone_numbers')
    .where('workspace_id', '=', key.workspace_id)
    .where('phone_number', '=', key.phone_number)
    .returningAll()
    .executeTakeFirst();
}

function ofKey(db: Kysely<Database>, key: PhoneNumberKey) {
  return db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('phone_number', '=', key.phone_number);
}
