// Questions about assets.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export type AssetKey = Pick<Row<'assets'>, 'workspace_id' | 'asset_id'>;

export function insertAsset(db: Kysely<Database>, row: NewRow<'assets'>): Promise<Row<'assets'>> {
  return db.insertInto('assets').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findAsset(db: Kysely<Database>, key: AssetKey): Promise<Row<'assets'> | undefined> {
  return db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('asset_id', '=', key.asset_id)
    .executeTakeFirst();
}

export interface AssetPage {
  limit: number;
  /** The entry behind which the page starts. */
  after?: { created_at: number; asset_id: string };
}

/** Newest first. */
export function listAssetRows(db: Kysely<Database>, workspaceId: string, page: AssetPage): Promise<Row<'assets'>[]> {
  let query = db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('asset_id', 'desc')
    .limit(page.limit);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, asset_id) < (${page.after.created_at}::bigint, ${page.after.asset_id})`,
    );
  return query.execute();
}

/** The deleted row; undefined when there is none. */
export function deleteAssetRow(db: Kysely<Database>, key: AssetKey): Promise<Row<'assets'> | undefined> {
  return db
    .deleteFrom('assets')
    .where('workspace_id', '=', key.workspace_id)
    .where('asset_id', '=', key.asset_id)
    .returningAll()
    .executeTakeFirst();
}
