// Batches of tests. Each case becomes a run that waits: `pending` in `test_runs`, to be claimed by whatever plays simulations.

import { invalidRequest, notFound, type RequestBody, type Schema } from '../../contract/index.ts';
import {
  findBatchTest,
  findTestCaseDefinitions,
  insertBatchTest,
  insertTestRuns,
  listBatchTestRows,
  type NewRow,
  type Row,
} from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { pageOf, type Page } from '../page-key.ts';
import {
  checkTestedEngine,
  columnsOf,
  engineOf,
  filterOf,
  renderTestCase,
  startOf,
  type TestListQuery,
} from '../test-case/index.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
export type BatchTest = Schema<'TestCaseBatchJob'>;

const LIST = 'batch tests';
/** Every run keeps a copy of its case, and lists show them all. */
const MAX_COPIED_BYTES = 32 * 1024 * 1024;

/**
 * A case may be named more than once: it is run as often. The version of the engine is settled now, so that an edit during the batch does
 * not make its runs differ. Throws for an engine or a case that is not there.
 */
export async function createBatchTest(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createBatchTest'>,
): Promise<BatchTest> {
  const { test_case_definition_ids: ids, response_engine } = body;
  const engine_version = await checkTestedEngine(deps.db, workspaceId, response_engine);
  const now = deps.now();
  return deps.db.transaction().execute(async (trx) => {
    const found = await findTestCaseDefinitions(trx, workspaceId, [...new Set(ids)]);
    const cases = new Map(found.map((row) => [row.test_case_definition_id, JSON.stringify(renderTestCase(row))]));
    checkCopies(ids, cases);
    const batch = await insertBatchTest(trx, {
      workspace_id: workspaceId,
      test_case_batch_job_id: newId('test_batch'),
      ...columnsOf(response_engine),
      engine_version,
      status: 'in_progress',
      pass_count: 0,
      fail_count: 0,
      error_count: 0,
      total_count: ids.length,
      created_at: now,
      modified_at: now,
    });
    const runs = ids.map((id, position) => runOf(batch, id, cases.get(id) ?? '', position));
    await insertTestRuns(trx, runs);
    return render(batch);
  });
}

export async function getBatchTest(
  deps: Deps,
  place: { workspaceId: string; batchTestId: string },
): Promise<BatchTest> {
  return render(await existingBatchTest(deps, place));
}

/** All that fit, newest first. */
export async function listBatchTests(deps: Deps, workspaceId: string, query: TestListQuery): Promise<BatchTest[]> {
  return (await listBatchTestRows(deps.db, workspaceId, filterOf(query))).map(render);
}

export async function listBatchTestsV2(
  deps: Deps,
  workspaceId: string,
  query: TestListQuery,
): Promise<Page<BatchTest>> {
  const limit = pageLimit(query.limit, 50);
  const after = startOf(LIST, query.pagination_key);
  const rows = await listBatchTestRows(deps.db, workspaceId, {
    ...filterOf(query),
    limit: limit + 1,
    ...(after ? { after } : {}),
  });
  return pageOf(rows, limit, LIST, (row) => [row.created_at, row.test_case_batch_job_id], render);
}

/** Throws 404. */
export async function existingBatchTest(
  deps: Deps,
  { workspaceId, batchTestId }: { workspaceId: string; batchTestId: string },
): Promise<Row<'batch_tests'>> {
  const row = await findBatchTest(deps.db, workspaceId, batchTestId);
  if (!row) throw notFound('batch test', batchTestId);
  return row;
}

/** Throws 404 for a case that is not there, 400 for more than can be copied at once. `cases`: id -> the case as JSON. */
function checkCopies(ids: readonly string[], cases: ReadonlyMap<string, string>): void {
  let bytes = 0;
  for (const id of ids) {
    const definition = cases.get(id);
    if (definition === undefined) throw notFound('test case definition', id);
    bytes += Buffer.byteLength(definition);
  }
  if (bytes > MAX_COPIED_BYTES)
    throw invalidRequest(
      `test_case_definition_ids: expected cases of at most ${MAX_COPIED_BYTES} bytes together, got ${bytes}; make several batches.`,
    );
}

function runOf(batch: Row<'batch_tests'>, id: string, definition: string, position: number): NewRow<'test_runs'> {
  return {
    workspace_id: batch.workspace_id,
    test_case_job_id: newId('test_run'),
    test_case_batch_job_id: batch.test_case_batch_job_id,
    position,
    test_case_definition_id: id,
    status: 'pending',
    definition,
    created_at: batch.created_at,
    modified_at: batch.created_at,
  };
}

function render(row: Row<'batch_tests'>): BatchTest {
  const { test_case_batch_job_id, status, pass_count, fail_count, error_count, total_count } = row;
  return {
    test_case_batch_job_id,
    status,
    response_engine: engineOf(row),
    pass_count,
    fail_count,
    error_count,
    total_count,
    creation_timestamp: row.created_at,
    user_modified_timestamp: row.modified_at,
  };
}
