// Questions about batches of tests.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';
import type { TestPage } from './test-case-definitions.ts';

export type BatchTestRow = Row<'batch_tests'>;

export function insertBatchTest(db: Kysely<Database>, row: NewRow<'batch_tests'>): Promise<BatchTestRow> {
  return db.insertInto('batch_tests').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findBatchTest(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<BatchTestRow | undefined> {
  return db
    .selectFrom('batch_tests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('test_case_batch_job_id', '=', id)
    .executeTakeFirst();
}

/** The same, and nobody else changes the row until the transaction ends. */
export function lockBatchTest(
  trx: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<BatchTestRow | undefined> {
  return trx
    .selectFrom('batch_tests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('test_case_batch_job_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Newest first. */
export function listBatchTestRows(db: Kysely<Database>, workspaceId: string, page: TestPage): Promise<BatchTestRow[]> {
  let query = db
    .selectFrom('batch_tests')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('engine_type', '=', page.engineType)
    .orderBy('created_at', 'desc')
    .orderBy('test_case_batch_job_id', 'desc');
  if (page.engineId !== undefined) query = query.where('engine_id', '=', page.engineId);
  if (page.engineVersion !== undefined)
    query = query.where(sql<boolean>`engine_version = ${page.engineVersion}::bigint`);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, test_case_batch_job_id) < (${page.after.createdAt}::bigint, ${page.after.id})`,
    );
  if (page.limit !== undefined) query = query.limit(page.limit);
  return query.execute();
}
