// Questions about SIP trunks. The telephone of a server serves every workspace: it alone reads across them, and keeps each row's.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

/** Sends a notice at every change of a trunk or a phone number. */
export const SIP_TRUNKS_CHANNEL = 'ringback_sip_trunks';

export type SipTrunkKey = Pick<Row<'sip_trunks'>, 'workspace_id' | 'sip_trunk_id'>;

export async function insertSipTrunk(db: Kysely<Database>, row: NewRow<'sip_trunks'>): Promise<Row<'sip_trunks'>> {
  return db.insertInto('sip_trunks').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findSipTrunk(db: Kysely<Database>, key: SipTrunkKey): Promise<Row<'sip_trunks'> | undefined> {
  return ofKey(db, key).executeTakeFirst();
}

/** The same, and nobody else changes the row until the transaction ends. */
export function lockSipTrunk(trx: Kysely<Database>, key: SipTrunkKey): Promise<Row<'sip_trunks'> | undefined> {
  return ofKey(trx, key).forUpdate().executeTakeFirst();
}

export interface SipTrunkPage {
  ascending: boolean;
  limit: number;
  after?: { created_at: number; sip_trunk_id: string };
}

/** By the time they came. */
export function listSipTrunkRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: SipTrunkPage,
): Promise<Row<'sip_trunks'>[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('sip_trunks')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', direction)
    .orderBy('sip_trunk_id', direction)
    .limit(page.limit);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, sip_trunk_id) ${sql.raw(page.ascending ? '>' : '<')} (${page.after.created_at}::bigint, ${page.after.sip_trunk_id})`,
    );
  return query.execute();
}

/** How many a workspace has; nobody else counts them so until the transaction ends. */
export async function lockAndCountSipTrunks(trx: Kysely<Database>, workspaceId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sip trunks of ${workspaceId}`}, 0))`.execute(trx);
  const { count } = await trx
    .selectFrom('sip_trunks')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return count;
}

export function updateSipTrunkRow(
  db: Kysely<Database>,
  key: SipTrunkKey,
  change: RowUpdate<'sip_trunks'>,
): Promise<Row<'sip_trunks'> | undefined> {
  return db
    .updateTable('sip_trunks')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('sip_trunk_id', '=', key.sip_trunk_id)
    .returningAll()
    .executeTakeFirst();
}

/** False when there was none. */
export async function deleteSipTrunkRow(db: Kysely<Database>, key: SipTrunkKey): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sip_trunks')
    .where('workspace_id', '=', key.workspace_id)
    .where('sip_trunk_id', '=', key.sip_trunk_id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Some numbers of the workspace that go by this trunk. */
export async function listNumbersOfTrunk(db: Kysely<Database>, key: SipTrunkKey, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('phone_numbers')
    .select('phone_number')
    .where('workspace_id', '=', key.workspace_id)
    .where('sip_trunk_id', '=', key.sip_trunk_id)
    .orderBy('phone_number')
    .limit(limit)
    .execute();
  return rows.map((row) => row.phone_number);
}

/** Of all workspaces. */
export function listAllSipTrunks(db: Kysely<Database>): Promise<Row<'sip_trunks'>[]> {
  return db.selectFrom('sip_trunks').selectAll().orderBy('created_at').orderBy('sip_trunk_id').execute();
}

/** Imported numbers of all workspaces that have a trunk of their own. */
export function listNumbersWithOwnTrunk(db: Kysely<Database>): Promise<Row<'phone_numbers'>[]> {
  return db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('provider', '=', 'custom')
    .where('sip_trunk_id', 'is', null)
    .where(sql<boolean>`config ->> 'termination_uri' is not null`)
    .orderBy('created_at')
    .orderBy('phone_number')
    .execute();
}

function ofKey(db: Kysely<Database>, key: SipTrunkKey) {
  return db
    .selectFrom('sip_trunks')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('sip_trunk_id', '=', key.sip_trunk_id);
}
