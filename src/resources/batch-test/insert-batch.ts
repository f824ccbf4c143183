// A batch with its runs: what they run with is kept now, so that an edit during the batch does not make its runs differ.

import type { Transaction } from 'kysely';
import { insertBatchTest, insertTestRuns, type Database, type NewRow, type Row } from '../../storage/index.ts';
import { newId } from '../new-id.ts';
import { enqueueTests } from '../simulation/index.ts';
import { columnsOf, type TestedEngine } from '../test-case/index.ts';

export interface NewBatch {
  workspaceId: string;
  engine: TestedEngine;
  engineVersion: number | null;
  configurationHash: string;
  runsUnmockedTools: boolean;
  runs: readonly NewRun[];
  now: number;
}

export interface NewRun {
  definitionId: string;
  /** As JSON. */
  definition: string;
  /** As JSON: the conversation that it replays. */
  recorded?: string;
}

/** The runs begin when the transaction commits. */
export async function insertBatch(
  trx: Transaction<Database>,
  batch: NewBatch,
): Promise<{ batch: Row<'batch_tests'>; runIds: string[] }> {
  const { workspaceId, runs, now } = batch;
  const row = await insertBatchTest(trx, {
    workspace_id: workspaceId,
    test_case_batch_job_id: newId('test_batch'),
    ...columnsOf(batch.engine),
    engine_version: batch.engineVersion,
    status: 'in_progress',
    pass_count: 0,
    fail_count: 0,
    error_count: 0,
    total_count: runs.length,
    configuration_hash: batch.configurationHash,
    runs_unmocked_tools: batch.runsUnmockedTools,
    created_at: now,
    modified_at: now,
  });
  const rows = runs.map((run, position) => runOf(row, run, position));
  await insertTestRuns(trx, rows);
  await enqueueTests(trx, workspaceId);
  return { batch: row, runIds: rows.map((each) => each.test_case_job_id) };
}

function runOf(
  batch: Row<'batch_tests'>,
  run: NewRun,
  position: number,
): NewRow<'test_runs'> & { test_case_job_id: string } {
  return {
    workspace_id: batch.workspace_id,
    test_case_job_id: newId('test_run'),
    test_case_batch_job_id: batch.test_case_batch_job_id,
    position,
    test_case_definition_id: run.definitionId,
    status: 'pending',
    definition: run.definition,
    recorded: run.recorded ?? null,
    created_at: batch.created_at,
    modified_at: batch.created_at,
  };
}
