// Runs of a batch: one case each, with the copy of the case that it was made from.

import { notFound, type Schema } from '../../contract/index.ts';
import { findTestRun, listTestRunTexts, type Row, type TestRunText } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { transcriptSnapshot, type Progress } from '../simulation/index.ts';
import { withMembers, WrittenJson } from '../written-json.ts';
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

/** Of a batch: together they may be tens of megabytes, and other requests come meanwhile. */
const READ_AT_ONCE = 50;

/** In the order of the batch. */
export async function listTestRuns(deps: Deps, place: BatchPlace): Promise<WrittenJson<TestRun[]>> {
  await existingBatchTest(deps, place);
  const texts: string[] = [];
  let rows: TestRunText[];
  let after: { after?: number } = {};
  do {
    rows = await listTestRunTexts(deps.db, place.workspaceId, place.batchTestId, { limit: READ_AT_ONCE, ...after });
    texts.push(...rows.map(renderTestRunText));
    after = { after: rows.at(-1)?.position ?? 0 };
  } while (rows.length === READ_AT_ONCE);
  return WrittenJson.list(texts);
}

export async function listTestRunsV2(
  deps: Deps,
  place: BatchPlace,
  query: { limit?: number; pagination_key?: string },
): Promise<WrittenJson<Page<TestRun>>> {
  await existingBatchTest(deps, place);
  const limit = pageLimit(query.limit, 50);
  const list = `${LIST} of ${place.batchTestId}`;
  const key = query.pagination_key;
  const rows = await listTestRunTexts(deps.db, place.workspaceId, place.batchTestId, {
    limit: limit + 1,
    ...(key === undefined ? {} : { after: decodePageKey(list, key, ['number'])[0] as number }),
  });
  const { items, ...rest } = pageOf(rows, limit, list, (row) => [row.position], renderTestRunText);
  return new WrittenJson(withMembers(JSON.stringify(rest), `{"items":[${items.join(',')}]}`));
}

export function renderTestRun(row: Row<'test_runs'>): TestRun {
  return {
    ...shortPart(row),
    test_case_definition_snapshot: row.definition as unknown as TestRun['test_case_definition_snapshot'],
    transcript_snapshot: (row.transcript ?? soFar(row)) as TestRun['transcript_snapshot'],
    metric_results: row.metric_results as TestRun['metric_results'],
  };
}

/** The same as JSON. */
function renderTestRunText(row: TestRunText): string {
  const members = [
    `"test_case_definition_snapshot":${row.definition}`,
    `"transcript_snapshot":${row.transcript ?? JSON.stringify(soFar(row))}`,
    `"metric_results":${row.metric_results ?? 'null'}`,
  ];
  return withMembers(JSON.stringify(shortPart(row)), `{${members.join(',')}}`);
}

function shortPart(row: Omit<TestRunText, 'definition' | 'transcript' | 'metric_results'>) {
  return {
    test_case_job_id: row.test_case_job_id,
    status: row.status,
    test_case_definition_id: row.test_case_definition_id,
    result_explanation: row.result_explanation,
    creation_timestamp: row.created_at,
    user_modified_timestamp: row.modified_at,
  };
}

/** While a run goes on: what was said so far. */
function soFar({ progress }: Pick<Row<'test_runs'>, 'progress'>): object | null {
  return progress && transcriptSnapshot(progress as unknown as Progress);
}
