// The two jobs that work on all contacts of a workspace: what they were asked, and how far they are. One of each kind at a time.

import { refused, type Schema } from '../../contract/index.ts';
import { enqueue, type Row } from '../../storage/index.ts';
import { beginContactJob, findContactJob } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';

export type ContactJobStatus = Schema<'ContactJobStatus'>;
type Kind = Row<'contact_jobs'>['kind'];

/** A run that is not over by then never will be: the queue gives a job up after some days of failures, and uploads are gone. */
const STALE_MS = 7 * 24 * 3_600_000;

const JOBS = { import: 'import-contacts', backfill: 'backfill-contacts' } as const;

/** Queues a run. Throws 400 while one of the kind is under way. */
export async function beginJob(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  workspaceId: string,
  kind: Kind,
  request: object,
): Promise<ContactJobStatus> {
  const run_id = newId('contact_run');
  return deps.db.transaction().execute(async (trx) => {
    const fresh = {
      workspace_id: workspaceId,
      kind,
      run_id,
      status: 'queued',
      request: JSON.stringify(request),
      cursor: null,
      succeeded: 0,
      failed: 0,
      failures: '[]',
      started_at: deps.now(),
      finished_at: null,
    } as const;
    const row = await beginContactJob(trx, fresh, deps.now() - STALE_MS);
    if (!row) throw refused(`The ${kind} that was begun before is still under way; wait until its status is idle.`);
    await enqueue(trx, JOBS[kind], { workspace_id: workspaceId, run_id });
    return renderJob(row);
  });
}

/** `idle` with no figures when there never was one. */
export async function jobStatus(
  deps: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  kind: Kind,
): Promise<ContactJobStatus> {
  const row = await findContactJob(deps.db, { workspace_id: workspaceId, kind });
  return row ? renderJob(row) : { status: 'idle', failures: [] };
}

function renderJob(row: Row<'contact_jobs'>): ContactJobStatus {
  return {
    status: row.status,
    succeeded: row.succeeded,
    failed: row.failed,
    start_timestamp: row.started_at,
    triggered_by: 'manual',
    failures: row.failures,
  };
}
