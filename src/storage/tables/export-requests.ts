// Questions about exports: files of calls that were asked for.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';
import type { CallPlaceInList } from './call-list.ts';

export function insertExportRequest(
  db: Kysely<Database>,
  row: NewRow<'export_requests'>,
): Promise<Row<'export_requests'>> {
  return db.insertInto('export_requests').values(row).returningAll().executeTakeFirstOrThrow();
}

/** For the job, which was given the id by us. */
export function findExportRequest(db: Kysely<Database>, id: string): Promise<Row<'export_requests'> | undefined> {
  return db.selectFrom('export_requests').selectAll().where('export_request_id', '=', id).executeTakeFirst();
}

export interface ExportPage {
  limit: number;
  ascending: boolean;
  after?: { created_at: number; export_request_id: string };
}

export function listExportRequestRows(
  db: Kysely<Database>,
  workspaceId: string,
  { limit, ascending, after }: ExportPage,
): Promise<Row<'export_requests'>[]> {
  const direction = ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('export_requests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', direction)
    .orderBy('export_request_id', direction)
    .limit(limit);
  if (after)
    query = query.where(
      sql<boolean>`(created_at, export_request_id) ${sql.raw(ascending ? '>' : '<')} (${after.created_at}::bigint, ${after.export_request_id}::text)`,
    );
  return query.execute();
}

export interface ExportProgress {
  rowsWritten: number;
  bytesWritten: number;
  /** The last call that was written. */
  after: CallPlaceInList | null;
}

/** The file holds this much for certain. False when the request was deleted meanwhile. */
export async function recordExportProgress(
  db: Kysely<Database>,
  id: string,
  { rowsWritten, bytesWritten, after }: ExportProgress,
): Promise<boolean> {
  const result = await db
    .updateTable('export_requests')
    .set({
      status: 'processing',
      rows_written: rowsWritten,
      bytes_written: bytesWritten,
      after_began_at: after?.began_at ?? null,
      after_call_id: after?.call_id ?? null,
    })
    .where('export_request_id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False when the request was deleted meanwhile. */
export async function finishExportRequest(
  db: Kysely<Database>,
  id: string,
  end: { status: 'completed' | 'error'; finished_at: number; expires_at: number },
): Promise<boolean> {
  const result = await db
    .updateTable('export_requests')
    .set(end)
    .where('export_request_id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export function deleteExportRequest(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<Row<'export_requests'> | undefined> {
  return db
    .deleteFrom('export_requests')
    .where('workspace_id', '=', workspaceId)
    .where('export_request_id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

export function listExpiredExportRequests(
  db: Kysely<Database>,
  now: number,
  limit: number,
): Promise<Row<'export_requests'>[]> {
  return db.selectFrom('export_requests').selectAll().where('expires_at', '<', now).limit(limit).execute();
}
