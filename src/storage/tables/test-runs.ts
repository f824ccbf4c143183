// Questions about runs of test cases.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export type TestRunRow = Row<'test_runs'>;

/** Rows of one statement: each takes 11 of the 65,535 parameters that PostgreSQL knows. */
const ROWS_AT_ONCE = 500;

export async function insertTestRuns(trx: Kysely<Database>, rows: readonly NewRow<'test_runs'>[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
    await trx
      .insertInto('test_runs')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .execute();
}

export function findTestRun(db: Kysely<Database>, workspaceId: string, id: string): Promise<TestRunRow | undefined> {
  return db
    .selectFrom('test_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('test_case_job_id', '=', id)
    .executeTakeFirst();
}

export interface TestRunPage {
  /** Without it all of them. */
  limit?: number;
  /** The place in the batch behind which the page starts. */
  after?: number;
}

/** In the order of the batch. */
export function listTestRunRows(
  db: Kysely<Database>,
  workspaceId: string,
  batchId: string,
  page: TestRunPage,
): Promise<TestRunRow[]> {
  let query = db
    .selectFrom('test_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('test_case_batch_job_id', '=', batchId)
    .orderBy('position');
  if (page.after !== undefined) query = query.where('position', '>', page.after);
  if (page.limit !== undefined) query = query.limit(page.limit);
  return query.execute();
}
