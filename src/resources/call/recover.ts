// Calls that nobody runs any more are ended with what is known of them: the transcript so far, the recording so far, a reason, and
// their webhooks. Runs after each heartbeat of every node; the database gives each call to one of them.

import {
  claimOrphanedCalls,
  DEAD_AFTER_MS,
  findCallById,
  claimOrphanedTransfers,
  listEvents,
  type CallOwner,
  type OrphanLimits,
  type Row,
} from '../../storage/index.ts';
import type { PhoneLegIdentifier } from '../../interfaces/phone-edge.ts';
import type { CallsLeftOpen } from './live-call.ts';
import type { CallSettings } from './details.ts';
import { endUnbegun } from './end-unbegun.ts';
import { repairRecordings, writeEnd, type CallEnd, type FinishDeps } from './finish.ts';
import { renderCall } from './render.ts';
import { endTransfer } from './transfer/transfer-record.ts';

export interface RecoverDeps extends FinishDeps {
  /** Who we are; known once the node has its lease. */
  node(): CallOwner;
  /** Begins to hang up on the far end of a call whose server died; absent: nobody can. */
  bury?(leg: PhoneLegIdentifier): void;
}

/** The time a client has to join (contract: 30 s), and a registered phone call to come in (5 minutes). */
const LIMITS: OrphanLimits = {
  deadAfterMs: DEAD_AFTER_MS,
  unjoinedWebCallMs: 30_000,
  unjoinedPhoneCallMs: 300_000,
  limit: 100,
};

export interface CallRecovery extends CallsLeftOpen {
  /**
   * Ends what can be ended now; an end that cannot be written holds up no other and is tried again by the next sweep. `sparing`: takes over
   * no call, and goes on with those that are ours to end. Rejects when the database cannot be asked for orphans.
   */
  sweep(how?: { sparing: boolean }): Promise<void>;
}

export function createCallRecovery(deps: RecoverDeps): CallRecovery {
  const unwritten = new Map<string, () => Promise<void>>();
  const told = new Set<string>();

  async function tryEnd(callId: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
      unwritten.delete(callId);
      told.delete(callId);
    } catch (error) {
      if (!told.has(callId)) deps.log.error({ callId, err: error }, 'the end of a call cannot be written yet');
      told.add(callId);
    }
  }

  return {
    async sweep({ sparing } = { sparing: false }) {
      const transfers = sparing ? [] : await claimOrphanedTransfers(deps.db, deps.node(), LIMITS);
      // Before the ends of their calls: what was begun is told to have failed first.
      for (const transfer of transfers)
        unwritten.set(`${transfer.call_id} transfer`, () => endTransfer(deps, transfer));
      const orphans = sparing ? [] : await claimOrphanedCalls(deps.db, deps.node(), LIMITS);
      for (const row of orphans) {
        const { telephony_identifier: leg } = row.details as { telephony_identifier?: PhoneLegIdentifier };
        if (leg) deps.bury?.(leg);
        unwritten.set(row.call_id, () => recoverCall(deps, row, 'the server stopped while the call was running'));
      }
      for (const [callId, write] of unwritten) await tryEnd(callId, write);
    },
    later: (callId, write) => void unwritten.set(callId, write),
    abandoned: (callId) => void unwritten.set(callId, () => endAbandoned(deps, callId)),
  };
}

/** Whether the claim was committed may be unknown when the database went away under it: the row tells. */
async function endAbandoned(deps: RecoverDeps, callId: string): Promise<void> {
  const row = await findCallById(deps.db, callId);
  if (row?.owner_node == null || row.owner_epoch !== deps.node().epoch) return;
  await recoverCall(deps, row, 'the call broke off by a fault of the server');
}

async function recoverCall(deps: RecoverDeps, row: Row<'calls'>, why: string): Promise<void> {
  // Somebody's telephone may have rung; nobody is dialled a second time.
  if (row.call_status === 'registered' && (row.details as CallSettings).dialled_at !== undefined)
    return endUnbegun({ ...deps, renderCall: (ended) => renderCall(ended, deps.fileLinks, 'whole') }, row, {
      reason: 'dial_failed',
    });
  if (row.call_status === 'registered') return writeEnd(deps, row, [], neverBegan(deps, row));
  const events = await listEvents(deps.db, row.call_id);
  const last = events.findLast((event) => event.is === 'end');
  await writeEnd(deps, row, events, {
    reason: last?.reason ?? 'error_retell',
    detail: last?.detail ?? why,
    endedAt: Math.max(events.at(-1)?.wall ?? 0, row.start_timestamp ?? row.created_at),
    hasRecording: await repairRecordings(deps, row),
  });
  deps.log.info({ callId: row.call_id }, 'a call that was cut off has been ended');
}

function neverBegan(deps: RecoverDeps, row: Row<'calls'>): CallEnd {
  const isWeb = row.call_type === 'web_call';
  return {
    reason: isWeb ? 'error_user_not_joined' : 'registered_call_timeout',
    detail: isWeb ? 'nobody joined within 30 s' : 'nobody called in within 5 minutes',
    endedAt: deps.wallClock(),
    hasRecording: false,
  };
}
