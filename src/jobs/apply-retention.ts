// Once a day: calls older than their retention are deleted for good, in batches; so are exports whose time is over, webhooks of old, and the
// places of calls and chats that were deleted some days ago.

import type { Kysely } from 'kysely';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import { recordingKeys } from '../resources/call/index.ts';
import { exportKey } from '../resources/export/index.ts';
import {
  deleteCall,
  deleteExportRequest,
  enqueue,
  forgetDeletedCalls,
  forgetDeletedChats,
  forgetDeletedPlaces,
  forgetWebhookDeliveries,
  listCallsEndedBefore,
  listExpiredCalls,
  listExpiredExportRequests,
  listRetentions,
  type AgedCall,
  type Database,
} from '../storage/index.ts';

export interface ApplyRetentionDeps {
  db: Kysely<Database>;
  wallClock: WallClock;
  log: Log;
}

/** At night by the server's clock. */
export const APPLY_RETENTION_CRONTAB = '17 3 * * * apply-retention ?max=25&fill=1d';

const BATCH = 200;
const DAY_MS = 86_400_000;
const DELETED_PLACES_LIVE_MS = 7 * DAY_MS;
/** Long after their last attempt. */
const WEBHOOKS_LIVE_MS = 7 * DAY_MS;
const WEBHOOKS_AT_ONCE = 5_000;

/**
 * A call goes when the retention it was made with is over, or the one that its agent's newest version has now: the shorter counts. Safe to
 * run twice and to be cut off.
 */
export async function applyRetention(deps: ApplyRetentionDeps, signal: AbortSignal): Promise<void> {
  const now = deps.wallClock();
  let calls = await deleteAll(deps, signal, () => listExpiredCalls(deps.db, now, BATCH));
  for (const agent of await listRetentions(deps.db))
    calls += await deleteAll(deps, signal, () =>
      listCallsEndedBefore(deps.db, agent, now - agent.days * DAY_MS, BATCH),
    );
  await deleteExpiredExports(deps, signal, now);
  await forgetDeletedCalls(deps.db, now - DELETED_PLACES_LIVE_MS);
  await forgetDeletedChats(deps.db, now - DELETED_PLACES_LIVE_MS);
  await forgetDeletedPlaces(deps.db, now - DELETED_PLACES_LIVE_MS);
  while (await forgetWebhookDeliveries(deps.db, now - WEBHOOKS_LIVE_MS, WEBHOOKS_AT_ONCE)) signal.throwIfAborted();
  if (calls > 0) deps.log.info({ calls }, 'calls past their retention were deleted');
}

/** `next` gives calls that are still there; each batch is a transaction of its own. */
async function deleteAll(
  deps: ApplyRetentionDeps,
  signal: AbortSignal,
  next: () => Promise<AgedCall[]>,
): Promise<number> {
  let deleted = 0;
  for (let batch = await next(); batch.length > 0; batch = await next()) {
    signal.throwIfAborted();
    await deps.db.transaction().execute(async (trx) => {
      for (const call of batch) await deleteOne(deps, trx, call);
    });
    deleted += batch.length;
  }
  return deleted;
}

async function deleteOne(deps: ApplyRetentionDeps, trx: Kysely<Database>, call: AgedCall): Promise<void> {
  const row = await deleteCall(trx, call.workspace_id, call.call_id, deps.wallClock());
  if (row) await enqueue(trx, 'delete-files', { keys: Object.values(recordingKeys(row.files_key)) });
}

async function deleteExpiredExports(deps: ApplyRetentionDeps, signal: AbortSignal, now: number): Promise<void> {
  const next = () => listExpiredExportRequests(deps.db, now, BATCH);
  for (let batch = await next(); batch.length > 0; batch = await next()) {
    signal.throwIfAborted();
    await deps.db.transaction().execute(async (trx) => {
      for (const request of batch) {
        await deleteExportRequest(trx, request.workspace_id, request.export_request_id);
        await enqueue(trx, 'delete-files', { keys: [exportKey(request)] });
      }
    });
  }
}
