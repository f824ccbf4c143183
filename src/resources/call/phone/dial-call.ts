// A call out: dialled, ringing, answered or not.

import type { CallLeg } from '../../../interfaces/leg.ts';
import type { DialFailure, PhoneLeg } from '../../../interfaces/phone-edge.ts';
import { startCall, updateOwnedCall, type Row } from '../../../storage/index.ts';
import { enqueueCallWebhook } from '../../webhook/index.ts';
import { endUnbegun, NOT_CONNECTED, type UnbegunEnd } from '../end-unbegun.ts';
import type { LiveCall, LiveCallDeps, SessionEnd } from '../live-call.ts';
import { renderCall } from '../render.ts';
import { capturePackets } from './capture-packets.ts';
import { identifierDetails } from './leg-record.ts';
import { keptLegRecord } from './kept-leg-record.ts';
import { ringingCall } from './ringing-call.ts';
import { shareLeg } from './shared-leg.ts';

/** What became of the dialling. */
type Dialled = { is: 'answered' } | { is: 'failed'; why: DialFailure } | { is: 'stopped' };

/** Runs a call whose row is ours and marked as dialled, and whose leg is being dialled. */
export function dialledCall(deps: LiveCallDeps, row: Row<'calls'>, leg: PhoneLeg): LiveCall {
  const shared = shareLeg(leg);
  const caller = shared.hand();
  const record = keptLegRecord(deps, row, leg);
  shared.hand().onEvent((event) => {
    if (event.is === 'ringing') void noteName(deps, row, leg);
  });

  async function answer(stopped: AbortSignal): Promise<Row<'calls'> | null> {
    const dialled = await outcomeOf(caller, stopped);
    if (dialled.is === 'answered') {
      const begun = await begin(deps, row, leg);
      await capturePackets(deps, row, leg);
      return begun;
    }
    shared.send({ do: 'hangup', reason: stopped.aborted ? 'ended' : 'error' });
    await end(dialled.is === 'failed' ? { reason: NOT_CONNECTED[dialled.why] } : (stopped.reason as SessionEnd));
    return null;
  }

  async function end({ reason }: UnbegunEnd): Promise<void> {
    const write = async (): Promise<void> =>
      endUnbegun({ ...deps, renderCall: (ended) => renderCall(ended, deps.fileLinks, 'whole') }, row, {
        reason,
        details: { ...identifierDetails(leg), ...(await record()) },
      });
    try {
      await write();
    } catch (error) {
      deps.log.error({ callId: row.call_id, err: error }, 'the end of a call could not be written, it is tried again');
      deps.recovery.later(row.call_id, write);
    }
  }

  return ringingCall(deps, { row, leg: shared.hand(), answer, legRecord: record });
}

/** What its wire calls it: if this server dies while it rings, another can hang up. */
async function noteName({ db, log }: LiveCallDeps, row: Row<'calls'>, leg: PhoneLeg): Promise<void> {
  try {
    await updateOwnedCall(db, { callId: row.call_id, epoch: row.owner_epoch }, { details: identifierDetails(leg) });
  } catch (error) {
    log.warn({ callId: row.call_id, err: error }, 'what a ringing call is called by its carrier could not be written');
  }
}

/** One transaction: the call is ongoing and its call_started is in the outbox. Null when the call was ended elsewhere. */
async function begin(deps: LiveCallDeps, row: Row<'calls'>, leg: PhoneLeg): Promise<Row<'calls'> | null> {
  return deps.db.transaction().execute(async (trx) => {
    const begun = await startCall(
      trx,
      { callId: row.call_id, epoch: row.owner_epoch },
      { start_timestamp: deps.wallClock(), details: identifierDetails(leg) },
    );
    if (!begun) throw new Error('the call was ended elsewhere while it rang');
    await enqueueCallWebhook(trx, begun, 'call_started', renderCall(begun, deps.fileLinks, 'whole'));
    return begun;
  });
}

/** The first word on it counts. */
function outcomeOf(leg: CallLeg, stopped: AbortSignal): Promise<Dialled> {
  const { promise, resolve } = Promise.withResolvers<Dialled>();
  if (stopped.aborted) resolve({ is: 'stopped' });
  stopped.addEventListener('abort', () => resolve({ is: 'stopped' }), { once: true });
  leg.onEvent((event) => {
    if (event.is === 'answered' || event.is === 'connected') resolve({ is: 'answered' });
    else if (event.is === 'failed') resolve({ is: 'failed', why: failureOf(event.code) });
    else if (event.is === 'gone') resolve({ is: 'failed', why: 'failed' });
  });
  return promise;
}

function failureOf(code: string): DialFailure {
  return Object.hasOwn(NOT_CONNECTED, code) ? (code as DialFailure) : 'failed';
}
