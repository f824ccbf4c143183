// Questions about runs of test cases.

import { sql, type Kysely, type Transaction } from 'kysely';
import { jsonText, storableText } from '../json-text.ts';
import type { Database, NewRow, Row } from '../schema.ts';
import { lockBatchTest } from './batch-tests.ts';

export type TestRunRow = Row<'test_runs'>;

/** Rows of one statement: each takes at most 12 of the 65,535 parameters that PostgreSQL knows. */
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
  limit: number;
  /** The place in the batch behind which the page starts. */
  after?: number;
}

/** A run as lists show it: what may be large is the JSON that it is stored as. */
export type TestRunText = Pick<TestRunRow, (typeof SHORT_COLUMNS)[number]> & {
  definition: string;
  transcript: string | null;
  metric_results: string | null;
};

const SHORT_COLUMNS = [
  'test_case_job_id',
  'test_case_definition_id',
  'position',
  'status',
  'result_explanation',
  'progress',
  'created_at',
  'modified_at',
] as const satisfies (keyof TestRunRow)[];

/** In the order of the batch. */
export function listTestRunTexts(
  db: Kysely<Database>,
  workspaceId: string,
  batchId: string,
  page: TestRunPage,
): Promise<TestRunText[]> {
  const query = db
    .selectFrom('test_runs')
    .select(SHORT_COLUMNS)
    .select([
      sql<string>`definition::text`.as('definition'),
      sql<string | null>`transcript::text`.as('transcript'),
      sql<string | null>`metric_results::text`.as('metric_results'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('test_case_batch_job_id', '=', batchId)
    .orderBy('position')
    .limit(page.limit);
  return (page.after === undefined ? query : query.where('position', '>', page.after)).execute();
}

/** Gives up to `limit` waiting runs of a workspace to `player`, the oldest batch first. Nobody else gets them. */
export async function claimTestRuns(
  db: Kysely<Database>,
  workspaceId: string,
  player: string,
  limit: number,
): Promise<TestRunRow[]> {
  // As an array the choice is made once; joined to the update it may be made for every row, and pass the limit.
  const chosen = sql<boolean>`test_case_job_id = any(array(
    select test_case_job_id from test_runs where workspace_id = ${workspaceId} and status = 'pending'
    order by created_at, test_case_batch_job_id, position limit ${limit} for update skip locked))`;
  const rows = await db
    .updateTable('test_runs')
    .set({ status: 'in_progress', player, plays: 1 })
    .where('workspace_id', '=', workspaceId)
    .where(chosen)
    .returningAll()
    .execute();
  return rows.sort((a, b) => a.created_at - b.created_at || a.position - b.position);
}

/** Gives all runs that are being played to `player`: for after the death of who played them. */
export function takeOverTestRuns(db: Kysely<Database>, workspaceId: string, player: string): Promise<TestRunRow[]> {
  return db
    .updateTable('test_runs')
    .set((row) => ({ player, plays: row('plays', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'in_progress')
    .returningAll()
    .execute();
}

/** What names a run and who plays it. */
export type PlayedRun = Pick<TestRunRow, 'workspace_id' | 'test_case_batch_job_id' | 'test_case_job_id' | 'player'>;

/** False when somebody else has it, or it is over or gone. */
export async function keepTestProgress(
  db: Kysely<Database>,
  run: PlayedRun,
  progress: object,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('test_runs')
    .set({ progress: jsonText(progress), modified_at: now })
    .where('workspace_id', '=', run.workspace_id)
    .where('test_case_job_id', '=', run.test_case_job_id)
    .where('status', '=', 'in_progress')
    .where('player', '=', run.player)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface TestRunResult {
  status: 'pass' | 'fail' | 'error';
  /** As the contract shows it; undefined: none. */
  transcript: object | undefined;
  explanation: string;
  metricResults: readonly object[] | undefined;
}

/** Ends a run and counts it in its batch, once. False when somebody else has it, or it is over or gone. */
export async function finishTestRun(
  trx: Transaction<Database>,
  run: PlayedRun,
  { status, transcript, explanation, metricResults }: TestRunResult,
  now: number,
): Promise<boolean> {
  // First the batch, as whoever cancels it does: the other way round each would wait for the other.
  await lockBatchTest(trx, run.workspace_id, run.test_case_batch_job_id);
  const { numUpdatedRows } = await trx
    .updateTable('test_runs')
    .set({
      status,
      transcript: transcript === undefined ? null : jsonText(transcript),
      result_explanation: storableText(explanation),
      metric_results: metricResults === undefined ? null : jsonText(metricResults),
      progress: null,
      player: null,
      modified_at: now,
    })
    .where('workspace_id', '=', run.workspace_id)
    .where('test_case_job_id', '=', run.test_case_job_id)
    .where('status', '=', 'in_progress')
    .where('player', '=', run.player)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await countTestRuns(trx, run.workspace_id, run.test_case_batch_job_id, { [status]: 1 }, now);
  return true;
}

/** Ends all runs of a batch that are not over as errors, and counts them. Gives how many. Lock the batch first. */
export async function cancelTestRuns(
  trx: Transaction<Database>,
  workspaceId: string,
  batchId: string,
  explanation: string,
  now: number,
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('test_runs')
    .set({ status: 'error', result_explanation: explanation, progress: null, player: null, modified_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('test_case_batch_job_id', '=', batchId)
    .where('status', 'in', ['pending', 'in_progress'])
    .executeTakeFirst();
  const cancelled = Number(numUpdatedRows);
  if (cancelled > 0) await countTestRuns(trx, workspaceId, batchId, { error: cancelled }, now);
  return cancelled;
}

/** Workspaces with runs that are not over. */
export async function workspacesWithTestRuns(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('test_runs')
    .select('workspace_id')
    .distinct()
    .where('status', 'in', ['pending', 'in_progress'])
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** The last run that ends completes the batch. */
async function countTestRuns(
  trx: Transaction<Database>,
  workspaceId: string,
  batchId: string,
  { pass = 0, fail = 0, error = 0 }: Partial<Record<TestRunResult['status'], number>>,
  now: number,
): Promise<void> {
  await sql`
    update batch_tests set pass_count = pass_count + ${pass}, fail_count = fail_count + ${fail},
      error_count = error_count + ${error}, modified_at = ${now},
      status = case when pass_count + fail_count + error_count + ${pass + fail + error}::integer >= total_count
        then 'complete' else status end
    where workspace_id = ${workspaceId} and test_case_batch_job_id = ${batchId}`.execute(trx);
}
