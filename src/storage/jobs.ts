// The job queue's side that rooms may use: names and payloads of jobs, and queueing one in the caller's own transaction.

import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Every job with its payload. What a job does stands in `jobs/<name>.ts`. */
export interface JobPayloads {
  'deliver-webhook': { delivery_id: number };
  /** `rerun`: by the settings that the agent has now; ms since the epoch when that was asked for. */
  'analyze-call': { call_id: string; rerun?: number };
  /** Removes what a call with strict storage does not keep: files, texts of webhooks, what is left in its row. */
  'forget-call': { call_id: string };
  'export-calls': { export_request_id: string };
  /** Queued by the clock. */
  'apply-retention': Record<string, never>;
  /** `rerun`: by the settings that the agent has now. */
  'analyze-chat': { workspace_id: string; chat_id: string; rerun?: number };
  /** The texts of webhooks about a chat that is not kept. */
  'forget-chat': { chat_id: string };
  /** Lets waiting phone calls go, each line at its rate. */
  'release-dials': Record<string, never>;
  'place-call': { call_id: string };
  'run-batch': { workspace_id: string; batch_call_id: string };
  /** Reads what one person has texted to a number, and answers. */
  'read-texts': { workspace_id: string; our_number: string; their_number: string };
  /** Sends what a chat by text message has not sent yet. */
  'send-texts': { workspace_id: string; chat_id: string };
  'import-contacts': { workspace_id: string; run_id: string };
  'backfill-contacts': { workspace_id: string; run_id: string };
  /** Makes vectors anew that another model has made. */
  'embed-knowledge-base': { workspace_id: string; knowledge_base_id: string };
  /** Plays the simulation tests of a workspace that wait. */
  'run-tests': { workspace_id: string };
  /** A source of a knowledge base. */
  'read-source': { workspace_id: string; knowledge_base_id: string; source_id: string };
  'crawl-path': { workspace_id: string; knowledge_base_id: string; crawl_id: string };
  /** Files of rows that are gone. */
  'delete-files': { keys: string[] };
  /** Queued by the clock. */
  'keep-house': Record<string, never>;
}

export type JobName = keyof JobPayloads;

export interface EnqueueOptions {
  runAt?: Date;
  /** Tries in all, a killed process's included. Jobs whose tries matter count them themselves. */
  maxAttempts?: number;
  /** A job with the same key that has not begun is replaced. */
  jobKey?: string;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Jobs that bear the same one run a few at a time in each process. */
  flag?: string;
}

/** Writes the job in `trx`: it exists if and only if the transaction commits. */
export async function enqueue<N extends JobName>(
  trx: Kysely<Database>,
  name: N,
  payload: JobPayloads[N],
  options: EnqueueOptions = {},
): Promise<void> {
  const { runAt, maxAttempts = 25, jobKey, queue = defaultQueue(name, payload), flag } = options;
  await sql`select graphile_worker.add_job(
    ${name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${queue}::text,
    run_at => ${runAt?.toISOString() ?? null}::timestamptz, max_attempts => ${maxAttempts}::int, job_key => ${jobKey ?? null}::text,
    flags => ${flag === undefined ? null : [flag]}::text[])`.execute(trx);
}

/** Takes back, with the transaction, a job of this key that has not begun. */
export async function dequeue(trx: Kysely<Database>, jobKey: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${jobKey}::text)`.execute(trx);
}

/**
 * Frees the jobs that worker pools of dead processes had begun, so that they run again at once. The queue by itself frees them only
 * after four hours.
 */
export async function unlockJobsOf(db: Kysely<Database>, poolIds: readonly string[]): Promise<void> {
  if (poolIds.length === 0) return;
  await sql`select graphile_worker.force_unlock_workers(${[...poolIds]}::text[])`.execute(db);
}

/**
 * Frees jobs held by pools that belong to no living node: a process that died before it could write its pool into its node's row.
 * `olderThanMs` leaves pools alone that are just being born.
 */
export async function unlockStrayJobs(db: Kysely<Database>, olderThanMs: number): Promise<void> {
  const { rows } = await sql<{ locked_by: string }>`
    select distinct locked_by from graphile_worker.jobs
    where locked_by is not null and locked_at < now() - ${olderThanMs} * interval '1 millisecond'
      and not exists (select 1 from nodes where worker_pool_id = locked_by)`.execute(db);
  await unlockJobsOf(
    db,
    rows.map((row) => row.locked_by),
  );
}

/**
 * Jobs that wait for others (a model, a site, a parser) go by few at a time, so that they leave the workers to webhooks; and those that a user can
 * make last long by workspace, so that one's sites and tests do not keep another's waiting.
 */
function defaultQueue(name: JobName, payload: JobPayloads[JobName]): string | null {
  switch (name) {
    // One at a time: they would only wait for the same disk.
    case 'export-calls':
      return 'exports';
    // One at a time for a workspace, so that what is being played when one begins was left by a dead process.
    case 'run-tests':
      return `tests-${(payload as JobPayloads['run-tests']).workspace_id}`;
    // Sources of one knowledge base one after the other, so that none makes vectors of the other's chunks.
    case 'read-source': {
      const { workspace_id, knowledge_base_id } = payload as JobPayloads['read-source'];
      return `sources-${workspace_id}-${parity(knowledge_base_id)}`;
    }
    case 'crawl-path':
      return `crawls-${(payload as JobPayloads['crawl-path']).workspace_id}`;
    case 'analyze-call':
      return `analysis-${parity((payload as JobPayloads['analyze-call']).call_id)}`;
    case 'analyze-chat':
      return `analysis-${parity((payload as JobPayloads['analyze-chat']).chat_id)}`;
    // Of one workspace four at a time at most; of two people who write to each other one after the other.
    case 'read-texts': {
      const { workspace_id, their_number } = payload as JobPayloads['read-texts'];
      return `texts-${workspace_id}-${their_number.charCodeAt(their_number.length - 1) % 4}`;
    }
    default:
      return null;
  }
}

function parity(id: string): number {
  return id.charCodeAt(id.length - 1) % 2;
}
