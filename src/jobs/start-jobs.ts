// Runs background jobs in this process until closed. The queue is rows in the database; what was begun by a process that died runs
// again (storage/node-lease.ts frees it).

import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  run,
  type Runner,
  type RunnerOptions,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker';
import type { Pool } from 'pg';
import type { BlobStore } from '../interfaces/blob-store.ts';
import type { GuardedEgress } from '../interfaces/egress.ts';
import { closeSilentChats, deleteExpiredChats, forgetLeftContent } from '../resources/chat/index.ts';
import { forgetContactUploads } from '../resources/contact/index.ts';
import type { EmbedChunksDeps } from '../resources/knowledge-base/index.ts';
import { enqueueWaitingTests } from '../resources/simulation/index.ts';
import { enqueueForgottenKnowledge, refreshKnowledgeBases } from '../resources/knowledge-base/index.ts';
import { settleLostTexts } from '../resources/text/index.ts';
import { forgetTexts, jobLog, unlockJobsOf, type JobName, type JobPayloads } from '../storage/index.ts';
import { analyzeCall, type AnalyzeCallDeps } from './analyze-call.ts';
import { analyzeChat } from './analyze-chat.ts';
import { APPLY_RETENTION_CRONTAB, applyRetention } from './apply-retention.ts';
import { backfillContacts } from './backfill-contacts.ts';
import { crawlPath } from './crawl-path.ts';
import { deleteFiles, type DeleteFilesDeps } from './delete-files.ts';
import { deliverWebhook, type DeliverWebhookDeps } from './deliver-webhook.ts';
import { embedKnowledgeBase } from './embed-knowledge-base.ts';
import { exportCalls, type ExportCallsDeps } from './export-calls.ts';
import { forgetChat } from './forget-chat.ts';
import { forgetCall, forgetOverdueCalls, type ForgetCallDeps } from './forget-call.ts';
import { importContacts } from './import-contacts.ts';
import { KEEP_HOUSE_CRONTAB, keepHouse, type KeepHouseDeps } from './keep-house.ts';
import { placeCall, type PlaceCallDeps } from './place-call.ts';
import { readSource, type ReadSourceDeps } from './read-source.ts';
import { releaseDials } from './release-dials.ts';
import { readTexts, type ReadTextsDeps } from './read-texts.ts';
import { runBatch, type RunBatchDeps } from './run-batch.ts';
import { runTests, type RunTestsDeps } from './run-tests.ts';
import { sendTexts } from './send-texts.ts';
import { shareWorkers } from './share-workers.ts';

export interface JobsDeps
  extends
    DeliverWebhookDeps,
    DeleteFilesDeps,
    AnalyzeCallDeps,
    ForgetCallDeps,
    ExportCallsDeps,
    PlaceCallDeps,
    ReadSourceDeps,
    ReadTextsDeps,
    RunBatchDeps,
    RunTestsDeps,
    EmbedChunksDeps,
    KeepHouseDeps {
  blobs: BlobStore;
  egress: GuardedEgress;
  /** `pools.jobs`; one connection of it listens. */
  pool: Pool;
  /** Told of the worker pool's id as soon as there is one, and again when the runner had to be started anew (`lease.setWorkerPool`). */
  onPool(poolId: string): Promise<void>;
}

export interface Jobs {
  /** Takes no more jobs and waits for those under way, which are aborted after two seconds and run again later. Idempotent. */
  close(): Promise<void>;
}

/**
 * Jobs wait for the network, not for us, and hold no connection meanwhile. More than the queues of `storage/jobs.ts` can keep busy for one
 * workspace, or its sites and tests would keep the webhooks of all others waiting.
 */
const CONCURRENCY = 16;
/** Of them for the webhooks of one workspace: a server that does not answer keeps each for 10 seconds or longer, and must not keep others waiting. */
const WEBHOOKS_OF_ONE = 4;
const POLL_MS = 2_000;
/** Carriers tell what became of a text within days. */
const TEXTS_KEPT_MS = 30 * 86_400_000;
const ABORT_AFTER_MS = 2_000;
const RESTART_MS = 1_000;
/** How jobs are finished in the queue. Without a delay for batches, however short, nobody waits for that, and its failure ends the process. */
const FINISHING: NonNullable<RunnerOptions['preset']> = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** Starts the loop. A runner that gives up (it does when the database goes away under a job) is started again. */
export async function startJobs(deps: JobsDeps): Promise<Jobs> {
  const closed = new AbortController();
  let current = await startRunner(deps);
  const serving = serve();

  async function serve(): Promise<void> {
    while (!closed.signal.aborted) {
      await current.runner.promise.catch(() => {});
      if (closed.signal.aborted) return;
      deps.log.warn({}, 'the job runner stopped, starting it again');
      await restart();
    }
  }

  async function restart(): Promise<void> {
    while (!closed.signal.aborted) {
      try {
        await pause(RESTART_MS, undefined, { signal: closed.signal });
        await unlockJobsOf(deps.db, [current.poolId]);
        current = await startRunner(deps);
        return;
      } catch {
        // Closed, or the database is still away: the loop decides.
      }
    }
  }

  let closing: Promise<void> | undefined;
  const close = async () => {
    closed.abort();
    await current.runner.stop().catch(() => {});
    await serving;
    // Started while the first was being stopped.
    await current.runner.stop().catch(() => {});
  };
  return { close: () => (closing ??= close()) };
}

async function startRunner(deps: JobsDeps): Promise<{ runner: Runner; poolId: string }> {
  const events = new EventEmitter() as WorkerEvents;
  const created = once(events, 'pool:create') as Promise<[{ workerPool: WorkerPool }]>;
  const runner = await run({
    pgPool: deps.pool,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    gracefulShutdownAbortTimeout: ABORT_AFTER_MS,
    noHandleSignals: true,
    logger: jobLog(deps.log),
    taskList: tasks(deps),
    preset: FINISHING,
    forbiddenFlags: shareWorkers(events, WEBHOOKS_OF_ONE),
    crontab: `${KEEP_HOUSE_CRONTAB}\n${APPLY_RETENTION_CRONTAB}`,
    events,
  });
  const [{ workerPool }] = await created;
  try {
    await deps.onPool(workerPool.id);
  } catch (error) {
    await runner.stop().catch(() => {});
    throw error;
  }
  return { runner, poolId: workerPool.id };
}

/** One line per job, each in the file of its name. */
function tasks(deps: JobsDeps): TaskList {
  return {
    'deliver-webhook': (payload, helpers) => deliverWebhook(deps, of('deliver-webhook', payload), abortSignal(helpers)),
    'analyze-call': (payload, helpers) =>
      analyzeCall(deps, of('analyze-call', payload), abortSignal(helpers), helpers.job.attempts),
    'analyze-chat': (payload, helpers) =>
      analyzeChat(deps, of('analyze-chat', payload), abortSignal(helpers), helpers.job.attempts),
    'forget-chat': (payload) => forgetChat(deps, of('forget-chat', payload)),
    'forget-call': (payload) => forgetCall(deps, of('forget-call', payload)),
    'export-calls': (payload, helpers) =>
      exportCalls(deps, of('export-calls', payload), abortSignal(helpers), helpers.job.attempts),
    'apply-retention': (_payload, helpers) => applyRetention(deps, abortSignal(helpers)),
    'release-dials': (_payload, helpers) => releaseDials({ ...deps, wait }, abortSignal(helpers)),
    'place-call': (payload) => placeCall(deps, of('place-call', payload)),
    'run-batch': (payload, helpers) => runBatch(deps, of('run-batch', payload), abortSignal(helpers)),
    'read-texts': (payload, helpers) => readTexts(deps, of('read-texts', payload), abortSignal(helpers)),
    'send-texts': (payload) => sendTexts(deps, of('send-texts', payload)),
    'run-tests': (payload, helpers) => runTests(deps, of('run-tests', payload), abortSignal(helpers)),
    'import-contacts': (payload, helpers) => importContacts(deps, of('import-contacts', payload), abortSignal(helpers)),
    'backfill-contacts': (payload, helpers) =>
      backfillContacts(deps, of('backfill-contacts', payload), abortSignal(helpers)),
    'embed-knowledge-base': (payload, helpers) =>
      embedKnowledgeBase(deps, of('embed-knowledge-base', payload), abortSignal(helpers)),
    'read-source': (payload, helpers) =>
      readSource(deps, of('read-source', payload), abortSignal(helpers), helpers.job.attempts),
    'crawl-path': (payload, helpers) =>
      crawlPath(deps, of('crawl-path', payload), abortSignal(helpers), helpers.job.attempts),
    'delete-files': (payload) => deleteFiles(deps, of('delete-files', payload)),
    'keep-house': (_payload, helpers) => keepHouse(withOurChores(deps), abortSignal(helpers)),
  } satisfies Record<JobName, TaskList[string]>;
}

function withOurChores(deps: JobsDeps): KeepHouseDeps {
  return {
    ...deps,
    chores: {
      ...deps.chores,
      'forget overdue calls': () => forgetOverdueCalls(deps),
      'forget uploads of contacts': () => forgetContactUploads(deps),
      'play waiting tests': () => enqueueWaitingTests(deps.db),
      'close silent chats': (signal) => closeSilentChats(deps, signal),
      'forget what chats do not keep': (signal) => forgetLeftContent(deps, signal),
      'refresh knowledge bases': (signal) => refreshKnowledgeBases(deps, signal),
      'read forgotten sources': () => enqueueForgottenKnowledge(deps),
      'mark lost texts': () => settleLostTexts(deps),
      'forget texts': () => forgetTexts(deps.db, deps.wallClock() - TEXTS_KEPT_MS),
      'delete chats of old': (signal) => deleteExpiredChats(deps, signal),
    },
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal });
}

/** Payloads are written by `enqueue` alone, which types them. */
function of<N extends JobName>(_name: N, payload: unknown): JobPayloads[N] {
  return payload as JobPayloads[N];
}

function abortSignal(helpers: { abortSignal?: AbortSignal }): AbortSignal {
  return helpers.abortSignal ?? new AbortController().signal;
}
