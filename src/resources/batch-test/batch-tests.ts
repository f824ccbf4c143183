// Batches of tests. Each case becomes a run that waits, `pending`, until `simulation/` plays it.

import { invalidRequest, notFound, type RequestBody, type Schema } from '../../contract/index.ts';
import { findBatchTest, findTestCaseDefinitions, listBatchTestRows, type Row } from '../../storage/index.ts';
import { currentConfiguration, keepSnapshot, resolveAgent, type Configuration } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { pageOf, type Page } from '../page-key.ts';
import { engineOf, filterOf, renderTestCase, startOf, testedEngine, type TestListQuery } from '../test-case/index.ts';
import { insertBatch } from './insert-batch.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
export type BatchTest = Schema<'TestCaseBatchJob'>;

const LIST = 'batch tests';
/** Every run keeps a copy of its case, and lists show them all. */
const MAX_COPIED_BYTES = 32 * 1024 * 1024;

/**
 * A case may be named more than once: it is run as often. What its runs run with is settled now. Throws for an engine, a case or an agent
 * that is not there.
 */
export async function createBatchTest(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createBatchTest'>,
): Promise<BatchTest> {
  const { test_case_definition_ids: ids, response_engine: engine } = body;
  const configuration = await configurationFor(deps, workspaceId, body);
  return deps.db.transaction().execute(async (trx) => {
    const found = await findTestCaseDefinitions(trx, workspaceId, [...new Set(ids)]);
    const cases = new Map(found.map((row) => [row.test_case_definition_id, JSON.stringify(renderTestCase(row))]));
    checkCopies(ids, cases);
    const { batch } = await insertBatch(trx, {
      workspaceId,
      engine,
      engineVersion: engine.type === 'custom-llm' ? null : configuration.engine.version,
      configurationHash: await keepSnapshot(trx, workspaceId, configuration),
      runsUnmockedTools: body.allow_unmocked_tools ?? false,
      runs: ids.map((id) => ({ definitionId: id, definition: cases.get(id) ?? '' })),
      now: deps.now(),
    });
    return renderBatch(batch);
  });
}

/** The engine in the settings of an agent, or in those that agents have by default. */
async function configurationFor(
  deps: Deps,
  workspaceId: string,
  { response_engine, agent_id, agent_version }: RequestBody<'createBatchTest'>,
): Promise<Configuration> {
  const engine = await testedEngine(deps.db, workspaceId, response_engine);
  if (agent_id === undefined) {
    const agent = { response_engine };
    return { agent_id: '', version: 0, channel: 'voice', agent, engine, variables: {} };
  }
  const { agent, variables } = await resolveAgent(
    deps.db,
    workspaceId,
    agent_id,
    agent_version,
    'any',
    'agent_version',
  );
  const configuration = await currentConfiguration(deps.db, agent, variables);
  return { ...configuration, agent: { ...configuration.agent, response_engine }, engine };
}

export async function getBatchTest(
  deps: Deps,
  place: { workspaceId: string; batchTestId: string },
): Promise<BatchTest> {
  return renderBatch(await existingBatchTest(deps, place));
}

/** All that fit, newest first. */
export async function listBatchTests(deps: Deps, workspaceId: string, query: TestListQuery): Promise<BatchTest[]> {
  return (await listBatchTestRows(deps.db, workspaceId, filterOf(query))).map(renderBatch);
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
  return pageOf(rows, limit, LIST, (row) => [row.created_at, row.test_case_batch_job_id], renderBatch);
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

export function renderBatch(row: Row<'batch_tests'>): BatchTest {
  const { test_case_batch_job_id, status, pass_count, fail_count, error_count, total_count } = row;
  return {
    test_case_batch_job_id,
    status,
    response_engine: engineOf(row),
    pass_count,
    fail_count,
    error_count,
    total_count,
    allow_unmocked_tools: row.runs_unmocked_tools,
    creation_timestamp: row.created_at,
    user_modified_timestamp: row.modified_at,
  };
}
