// A shift of playing a workspace's tests: some at a time, the oldest batch first. What a dead process left is gone on with. Each result
// is written and counted once, by whoever plays the run then.

import type { Kysely } from 'kysely';
import type { Log } from '../../interfaces/log.ts';
import {
  claimTestRuns,
  enqueue,
  findBatchTest,
  finishTestRun,
  keepTestProgress,
  takeOverTestRuns,
  workspacesWithTestRuns,
  type Database,
  type PlayedRun,
  type Row,
} from '../../storage/index.ts';
import { readSnapshot } from '../agent/index.ts';
import { randomHex } from '../new-id.ts';
import { MAX_PLAYS } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { playTest, type Definition, type PlayDeps } from './play-test.ts';
import { emptyProgress, transcriptSnapshot, type Progress } from './progress.ts';

export interface RunTestsDeps extends PlayDeps {
  db: Kysely<Database>;
  log: Log;
  /** Runs of one workspace that are played at a time. */
  atOnce: number;
  /** After this long no more runs are begun, and other workspaces have their turn. */
  shiftMs: number;
}

/** Queues a shift unless one waits already. */
export function enqueueTests(trx: Kysely<Database>, workspaceId: string): Promise<void> {
  return enqueue(trx, 'run-tests', { workspace_id: workspaceId }, { jobKey: `run-tests-${workspaceId}` });
}

/** For runs whose shift got lost. */
export async function enqueueWaitingTests(db: Kysely<Database>): Promise<void> {
  for (const workspaceId of await workspacesWithTestRuns(db)) await enqueueTests(db, workspaceId);
}

/**
 * One at a time for a workspace. Safe to be cut off anywhere: the next shift goes on. Rejects when the signal aborts, once nothing is
 * under way any more.
 */
export async function runTests(deps: RunTestsDeps, workspaceId: string, signal: AbortSignal): Promise<void> {
  const player = randomHex(24);
  const endsAt = performance.now() + deps.shiftMs;
  const playing = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const begin = (run: Row<'test_runs'>): void => {
    const played = playRun(deps, run, signal)
      .catch((error: unknown) => void faults.push(error))
      .finally(() => playing.delete(played));
    playing.add(played);
  };
  for (const run of await takeOverTestRuns(deps.db, workspaceId, player)) begin(run);
  for (let isOver = false; ;) {
    const free = deps.atOnce - playing.size;
    isOver ||= signal.aborted || faults.length > 0 || performance.now() > endsAt;
    if (!isOver && free > 0) for (const run of await claimTestRuns(deps.db, workspaceId, player, free)) begin(run);
    if (playing.size === 0) break;
    await Promise.race(playing);
  }
  signal.throwIfAborted();
  // Not of a run but of the database or of ours: the queue tries again, a little later.
  if (faults.length > 0) throw faults[0];
  if (performance.now() > endsAt) await enqueueTests(deps.db, workspaceId);
}

/** Somebody else has the run, or it was cancelled. */
class RunLost extends Error {}

async function playRun(deps: RunTestsDeps, run: Row<'test_runs'>, signal: AbortSignal): Promise<void> {
  const progress = (run.progress as unknown as Progress | null) ?? emptyProgress();
  try {
    const outcome = await outcomeOfRun(deps, run, progress, signal);
    await finish(deps, run, outcome, progress);
  } catch (error) {
    if (signal.aborted || error instanceof RunLost) return;
    deps.log.error({ run: run.test_case_job_id, err: error }, 'a test could not be played');
    throw error;
  }
}

async function outcomeOfRun(
  deps: RunTestsDeps,
  run: Row<'test_runs'>,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  const { workspace_id: workspaceId, test_case_job_id: runId } = run;
  if (run.plays > MAX_PLAYS)
    return { status: 'error', explanation: `The server stopped ${MAX_PLAYS} times while this was played.` };
  const batch = await findBatchTest(deps.db, workspaceId, run.test_case_batch_job_id);
  const hash = batch?.configuration_hash;
  const configuration = hash == null ? undefined : await readSnapshot(deps.db, workspaceId, hash);
  if (!batch || !configuration)
    return { status: 'error', explanation: 'This batch is older than simulations; create it again.' };
  return playTest(deps, {
    workspaceId,
    runId,
    definition: run.definition as unknown as Definition,
    configuration,
    runsUnmockedTools: batch.runs_unmocked_tools,
    progress,
    keep: (now) => keep(deps, run, now),
    signal,
  });
}

async function keep(deps: RunTestsDeps, run: PlayedRun, progress: Progress): Promise<void> {
  const isOurs = await keepTestProgress(deps.db, run, progress, deps.engines.wallClock());
  if (!isOurs) throw new RunLost();
}

async function finish(deps: RunTestsDeps, run: PlayedRun, outcome: Outcome, progress: Progress): Promise<void> {
  const { status, explanation, metricResults } = outcome;
  const transcript = transcriptSnapshot(progress);
  const now = deps.engines.wallClock();
  const isOurs = await deps.db
    .transaction()
    .execute((trx) => finishTestRun(trx, run, { status, explanation, metricResults, transcript }, now));
  if (isOurs) deps.log.info({ run: run.test_case_job_id, status, turns: progress.turns }, 'a test was played');
}
