// Copies what the analyses of past phone calls found into the custom fields of the contacts that they were with.

import type { Kysely } from 'kysely';
import type { RequestBody } from '../../contract/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  addCustomFields,
  findContactJob,
  listAnalyzedPhoneCalls,
  updateContactJob,
  type AnalyzedCall,
  type AnalyzedCallFilter,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { beginJob, type ContactJobStatus } from './contact-jobs.ts';

const CALLS_AT_ONCE = 200;

/** Queues the job. */
export function backfillContactAnalysisData(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  workspaceId: string,
  body: RequestBody<'backfillContactAnalysisData'>,
): Promise<ContactJobStatus> {
  return beginJob(deps, workspaceId, 'backfill', body);
}

export interface BackfillContactsDeps {
  db: Kysely<Database>;
  wallClock: WallClock;
}

interface BackfillRequest {
  backfill_attributes: string[];
  backfill_call_filter?: AnalyzedCallFilter;
}

/** From the oldest call to the newest, so that the newest counts. Safe to run twice and to be cut off anywhere. */
export async function backfillContacts(
  deps: BackfillContactsDeps,
  { workspace_id, run_id }: { workspace_id: string; run_id: string },
  signal: AbortSignal,
): Promise<void> {
  let run = await findContactJob(deps.db, { workspace_id, kind: 'backfill' });
  while (run?.run_id === run_id && run.status !== 'idle') {
    signal.throwIfAborted();
    const { backfill_call_filter: filter = {} } = run.request as unknown as BackfillRequest;
    const page = { limit: CALLS_AT_ONCE, ...cursorOf(run) };
    const calls = await listAnalyzedPhoneCalls(deps.db, workspace_id, filter, page);
    run = calls.length > 0 ? await writeCalls(deps, run, calls) : await finish(deps, run);
  }
}

function cursorOf({ cursor }: Row<'contact_jobs'>) {
  if (cursor === null) return {};
  const [began_at, call_id] = JSON.parse(cursor) as [number, string];
  return { after: { began_at, call_id } };
}

/** Undefined when another process was faster. */
function writeCalls(
  deps: BackfillContactsDeps,
  run: Row<'contact_jobs'>,
  calls: readonly AnalyzedCall[],
): Promise<Row<'contact_jobs'> | undefined> {
  const last = calls.at(-1) as AnalyzedCall;
  const { backfill_attributes: names } = run.request as unknown as BackfillRequest;
  return deps.db.transaction().execute(async (trx) => {
    const cursor = JSON.stringify([last.began_at, last.call_id]);
    const moved = await updateContactJob(trx, run, { status: 'running', cursor });
    if (!moved) return undefined;
    let succeeded = run.succeeded;
    for (const { phone_number, call_analysis } of calls) {
      const fields = fieldsOf(call_analysis, names);
      if (phone_number === null || Object.keys(fields).length === 0) continue;
      if (await addCustomFields(trx, run.workspace_id, phone_number, fields)) succeeded++;
    }
    return updateContactJob(trx, moved, { succeeded });
  });
}

function finish(deps: BackfillContactsDeps, run: Row<'contact_jobs'>): Promise<Row<'contact_jobs'> | undefined> {
  return updateContactJob(deps.db, run, { status: 'idle', finished_at: deps.wallClock() });
}

/** Fields of the agent's own analysis, and of every agent's (`call_summary`, `user_sentiment`). */
function fieldsOf(analysis: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const own = (analysis['custom_analysis_data'] ?? {}) as Record<string, unknown>;
  const found = names.map((name) => [name, own[name] ?? analysis[name]] as const);
  return Object.fromEntries(found.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)));
}
