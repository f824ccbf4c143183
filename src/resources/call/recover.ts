// Calls that nobody runs any more are ended with what is known of them: the transcript so far, the recording so far, a reason, and
// their webhooks. Runs after each heartbeat of every node; the database gives each call to one of them.

import {
  claimOrphanedCalls,
  DEAD_AFTER_MS,
  listEvents,
  type CallOwner,
  type OrphanLimits,
  type Row,
} from '../../storage/index.ts';
import { recordingKeys } from './files.ts';
import { writeEnd, type CallEnd, type FinishDeps } from './finish.ts';

export interface RecoverDeps extends FinishDeps {
  /** Who we are; known once the node has its lease. */
  node(): CallOwner;
  /** Makes a WAV file's header agree with its length; false when there is nothing to hear in it. */
  repairRecording(file: string): Promise<boolean>;
}

/** The time a client has to join (contract: 30 s), and a registered phone call to come in (5 minutes). */
const LIMITS: OrphanLimits = {
  deadAfterMs: DEAD_AFTER_MS,
  unjoinedWebCallMs: 30_000,
  unjoinedPhoneCallMs: 300_000,
  limit: 100,
};

export interface CallRecovery {
  /** Ends what can be ended now; an end that cannot be written is tried again by the next sweep. */
  sweep(): Promise<void>;
  /** An end that the database would not take: `write` is tried again by the next sweep. */
  later(callId: string, write: () => Promise<void>): void;
}

export function createCallRecovery(deps: RecoverDeps): CallRecovery {
  const unwritten = new Map<string, () => Promise<void>>();
  return {
    async sweep() {
      for (const row of await claimOrphanedCalls(deps.db, deps.node(), LIMITS)) {
        unwritten.set(row.call_id, () => recoverCall(deps, row));
      }
      for (const [callId, write] of unwritten) {
        await write();
        unwritten.delete(callId);
      }
    },
    later: (callId, write) => void unwritten.set(callId, write),
  };
}

async function recoverCall(deps: RecoverDeps, row: Row<'calls'>): Promise<void> {
  if (row.call_status === 'registered') return writeEnd(deps, row, [], neverBegan(deps, row));
  const events = await listEvents(deps.db, row.call_id);
  const last = events.findLast((event) => event.is === 'end');
  await writeEnd(deps, row, events, {
    reason: last?.reason ?? 'error_retell',
    detail: last?.detail ?? 'the server stopped while the call was running',
    endedAt: Math.max(events.at(-1)?.wall ?? 0, row.start_timestamp ?? row.created_at),
    hasRecording: await repairFiles(deps, row),
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

async function repairFiles(deps: RecoverDeps, row: Row<'calls'>): Promise<boolean> {
  const keys = recordingKeys(row.files_key);
  const files = [keys.mono, keys.multiChannel].map((key) => deps.blobs.localPath(key));
  const repaired = await Promise.all(files.map((file) => deps.repairRecording(file)));
  return repaired.every(Boolean);
}
