// Runs of a batch: one case each, with the copy of the case that it was made from.

import { notFound, type Schema } from '../../contract/index.ts';
import { findTestRun, listTestRunRows, type Row } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { transcriptSnapshot, type Progress } from '../simulation/index.ts';
import { existingBatchTest } from './batch-tests.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
export type TestRun = Schema<'TestCaseJob'>;

const LIST = 'test runs';

export interface BatchPlace {
  workspaceId: string;
  batchTestId: string;
}

export async function getTestRun(deps: Deps, place: { workspaceId: string; testRunId: string }): Promise<TestRun> {
  const row = await findTestRun(deps.db, place.workspaceId, place.testRunId);
  if (!row) throw notFound('test run', place.testRunId);
  return renderTestRun(row);
}

/** In the order of the batch. */
export async function listTestRuns(deps: Deps, place: BatchPlace): Promise<TestRun[]> {
  await existingBatchTest(deps, place);
  return (await listTestRunRows(deps.db, place.workspaceId, place.batchTestId, {})).map(renderTestRun);
}

export async function listTestRunsV2(
  deps: Deps,
  place: BatchPlace,
  query: { limit?: number; pagination_key?: string },
): Promise<Page<TestRun>> {
  await existingBatchTest(deps, place);
  const limit = pageLimit(query.limit, 50);
  const list = `${LIST} of ${place.batchTestId}`;
  const key = query.pagination_key;
  const rows = await listTestRunRows(deps.db, place.workspaceId, place.batchTestId, {
    limit: limit + 1,
    ...(key === undefined ? {} : { after: decodePageKey(list, key, ['number'])[0] as number }),
  });
  return pageOf(rows, limit, list, (row) => [row.position], renderTestRun);
}

export function renderTestRun(row: Row<'test_runs'>): TestRun {
  return {
    test_case_job_id: row.test_case_job_id,
    status: row.status,
    test_case_definition_id: row.test_case_definition_id,
    test_case_definition_snapshot: row.definition as unknown as TestRun['test_case_definition_snapshot'],
    transcript_snapshot: snapshotOf(row) as TestRun['transcript_snapshot'],
    result_explanation: row.result_explanation,
    metric_results: row.metric_results as TestRun['metric_results'],
    creation_timestamp: row.created_at,
    user_modified_timestamp: row.modified_at,
  };
}

/** While a run goes on: what was said so far. */
function snapshotOf({ transcript, progress }: Row<'test_runs'>): object | null {
  return transcript ?? (progress && transcriptSnapshot(progress as unknown as Progress));
}
