// The end of a call, written once: recording closed, log and record stored, status and webhooks in one transaction.

import type { MediaSummary } from '../../interfaces/bridge.ts';
import type { CallEvent } from '../../interfaces/call-event.ts';
import { endCall, enqueue, type Row } from '../../storage/index.ts';
import { settleDialled } from '../call-limits/index.ts';
import { noteEndedCall } from '../contact/note-conversation.ts';
import { enqueueCallWebhook } from '../webhook/index.ts';
import { recordingKeys } from './files.ts';
import type { Journal } from './journal.ts';
import type { LiveCallDeps, RunOptions, SessionEnd } from './live-call.ts';
import { publicLog } from './public-log.ts';
import { recordOf, statusFor } from './record.ts';
import { renderCall } from './render.ts';
import { retrievedContents } from './retrieved-contents.ts';

/** What finishing needs, of a running call or of one that a dead process left behind. */
export type FinishDeps = Pick<LiveCallDeps, 'db' | 'blobs' | 'repairRecording' | 'fileLinks' | 'wallClock' | 'log'>;

export async function finishCall(
  deps: LiveCallDeps,
  row: Row<'calls'>,
  endRecording: () => Promise<MediaSummary['recorded']>,
  journal: Journal,
  outcome: SessionEnd,
  legRecord: RunOptions['legRecord'] = async () => ({}),
): Promise<void> {
  const [recorded, details] = await Promise.all([endRecording(), legRecord()]);
  if (!journal.events.some((event) => event.is === 'end')) journal.note({ is: 'end', ...outcome });
  await settleLog(deps, row, journal);
  const end = {
    ...outcome,
    endedAt: journal.events.findLast((event) => event.is === 'end')?.wall ?? deps.wallClock(),
    // A media host that is gone leaves the recording so far behind.
    hasRecording: recorded !== null || (await repairRecordings(deps, row)),
    details,
  };
  try {
    await writeEnd(deps, row, journal.events, end);
  } catch (error) {
    deps.log.error({ callId: row.call_id, err: error }, 'the end of a call could not be written, it is tried again');
    deps.recovery.later(row.call_id, () => writeEnd(deps, row, journal.events, end));
  }
}

/** The record is made from memory, so it does not wait for a database that is away: its events follow from the spool. */
async function settleLog(deps: LiveCallDeps, row: Row<'calls'>, journal: Journal): Promise<void> {
  try {
    await journal.log.settled(SETTLE_MS);
  } catch (error) {
    deps.log.warn({ callId: row.call_id, err: error }, 'events of an ended call are written later');
  }
}

const SETTLE_MS = 2_000;

export interface CallEnd extends SessionEnd {
  /** ms since the epoch. */
  endedAt: number;
  hasRecording: boolean;
  /** What else is known of it, for its record. */
  details?: Record<string, unknown>;
}

/** Makes both files of a recording that was cut off playable; false when there is nothing to hear. */
export async function repairRecordings(
  deps: Pick<FinishDeps, 'blobs' | 'repairRecording'>,
  row: Row<'calls'>,
): Promise<boolean> {
  const keys = recordingKeys(row.files_key);
  const files = [keys.mono, keys.multiChannel].map((key) => deps.blobs.localPath(key));
  const repaired = await Promise.all(files.map((file) => deps.repairRecording(file)));
  return repaired.every(Boolean);
}

/** Idempotent: a call that has ended already, or belongs to a newer owner by now, is left as it is. */
export async function writeEnd(
  deps: FinishDeps,
  row: Row<'calls'>,
  events: readonly CallEvent[],
  end: CallEnd,
): Promise<void> {
  await writeLog(deps, row, events);
  const hasContents = await writeContents(deps, row, events);
  const record = recordOf(events);
  await deps.db.transaction().execute(async (trx) => {
    const ended = await endCall(
      trx,
      { callId: row.call_id, epoch: row.owner_epoch },
      {
        call_status: statusFor(end.reason),
        disconnection_reason: end.reason,
        end_timestamp: end.endedAt,
        duration_ms: row.start_timestamp === null ? null : Math.max(0, end.endedAt - row.start_timestamp),
        has_recording: end.hasRecording,
        e2e_latency_p50: record.latency.e2e?.p50 ?? null,
        details: { ...record, ...(hasContents ? { has_retrieved_contents: true } : {}), ...end.details },
      },
    );
    if (!ended) {
      deps.log.warn({ callId: row.call_id }, 'call was ended elsewhere; its own end is not written');
      return;
    }
    await noteEndedCall(trx, ended);
    await settleDialled(trx, ended);
    const told = renderCall(ended, deps.fileLinks, 'whole');
    await enqueueCallWebhook(trx, ended, 'call_ended', told);
    if (record.transcript !== '') await enqueueCallWebhook(trx, ended, 'transcript_updated', told);
    await enqueue(trx, 'analyze-call', { call_id: ended.call_id });
  });
}

/** Whether there is such a file. */
async function writeContents(deps: FinishDeps, row: Row<'calls'>, events: readonly CallEvent[]): Promise<boolean> {
  const contents = retrievedContents(events);
  if (contents.length === 0) return false;
  try {
    await deps.blobs.write(recordingKeys(row.files_key).contents, JSON.stringify(contents, null, 2));
    return true;
  } catch (error) {
    deps.log.error({ callId: row.call_id, err: error }, 'what a call found in knowledge bases could not be written');
    return false;
  }
}

/** A full disk costs the log, not the end of the call. */
async function writeLog(deps: FinishDeps, row: Row<'calls'>, events: readonly CallEvent[]): Promise<void> {
  try {
    await deps.blobs.write(recordingKeys(row.files_key).log, publicLog(events));
  } catch (error) {
    deps.log.error({ callId: row.call_id, err: error }, 'the public log of a call could not be written');
  }
}
