// Removes what a call with strict storage does not keep, once its webhooks have told of it: what is left in its row, events, files, the
// texts of its webhooks.

import type { Kysely } from 'kysely';
import type { BlobStore } from '../interfaces/blob-store.ts';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import { FILES_LIVE_MS, forgetContent, isStrict, recordingKeys } from '../resources/call/index.ts';
import {
  clearWebhookBodies,
  enqueue,
  findCallById,
  listCallsToForget,
  lockCall,
  markCallForgotten,
  type Database,
  type JobPayloads,
} from '../storage/index.ts';
import { MAX_WEBHOOK_ATTEMPTS } from './deliver-webhook.ts';

export interface ForgetCallDeps {
  db: Kysely<Database>;
  blobs: Pick<BlobStore, 'delete'>;
  wallClock: WallClock;
  log: Log;
}

/** An analysis or a webhook that has not come to its end by then is not waited for. */
const PATIENCE_MS = 3_600_000;
const RETRY_MS = 60_000;
const PER_SWEEP = 500;

/** Safe to run twice. */
export async function forgetCall(deps: ForgetCallDeps, { call_id }: JobPayloads['forget-call']): Promise<void> {
  const call = await findCallById(deps.db, call_id);
  if (!call || !isStrict(call) || call.end_timestamp === null || call.forgotten_at !== null) return;
  const now = deps.wallClock();
  const isLate = now - call.end_timestamp > PATIENCE_MS;
  if (call.analyzed_at === null && !isLate) return;
  await deps.db.transaction().execute(async (trx) => {
    const current = await lockCall(trx, call_id);
    if (current) await forgetContent(trx, current, now, FILES_LIVE_MS);
  });
  for (const key of Object.values(recordingKeys(call.files_key))) await deps.blobs.delete(key);
  const cleared = await clearWebhookBodies(deps.db, call_id, { attempts: MAX_WEBHOOK_ATTEMPTS, all: isLate });
  if (cleared) await markCallForgotten(deps.db, call_id, now);
  else await enqueue(deps.db, 'forget-call', { call_id }, { runAt: new Date(now + RETRY_MS) });
}

/** For the look once a minute: calls whose forgetting was lost, by whatever fault. */
export async function forgetOverdueCalls(deps: ForgetCallDeps): Promise<void> {
  const calls = await listCallsToForget(deps.db, deps.wallClock() - PATIENCE_MS, PER_SWEEP);
  for (const { call_id } of calls)
    await enqueue(deps.db, 'forget-call', { call_id }, { jobKey: `forget overdue ${call_id}` });
  if (calls.length > 0) deps.log.info({ calls: calls.length }, 'calls are being forgotten late');
}
