// Handing an outbound call to its carrier, once; and the end of a call that reached nobody.

import type { Kysely } from 'kysely';
import type { Schema } from '../../contract/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Log } from '../../interfaces/log.ts';
import { TelephonyError, type Telephony, type TelephonyErrorKind } from '../../interfaces/telephony.ts';
import { endCall, enqueue, findCallById, type Database, type Row } from '../../storage/index.ts';
import { beginDial, deleteDial } from '../../storage/tables/index.ts';
import { enqueueCallWebhook } from '../webhook/index.ts';

export interface PlaceCallDeps {
  db: Kysely<Database>;
  /** Null without a carrier. */
  telephony: Telephony | null;
  /** The call as get-call returns it. */
  renderCall(row: Row<'calls'>): object;
  wallClock: WallClock;
  log: Log;
}

type NotConnected = Extract<
  Schema<'DisconnectionReason'>,
  'dial_failed' | 'invalid_destination' | 'telephony_provider_permission_denied' | 'telephony_provider_unavailable'
>;

const REASONS: Record<TelephonyErrorKind, NotConnected> = {
  unavailable: 'telephony_provider_unavailable',
  not_set_up: 'telephony_provider_unavailable',
  permission_denied: 'telephony_provider_permission_denied',
  no_such_number: 'telephony_provider_permission_denied',
  invalid_destination: 'invalid_destination',
};

/**
 * Safe to run twice: who comes second finds that the carrier was asked, and dials nobody. A call about which nothing is known then,
 * because its server died while it asked, ends as `dial_failed`.
 */
export async function placeCall(deps: PlaceCallDeps, callId: string): Promise<void> {
  const row = await findCallById(deps.db, callId);
  if (row?.call_status !== 'registered' || row.owner_node !== null) return deleteDial(deps.db, callId);
  const isFirst = await beginDial(deps.db, callId, deps.wallClock());
  const failure = isFirst || !deps.telephony ? await handOver(deps, callId) : 'dial_failed';
  if (failure === null) return deleteDial(deps.db, callId);
  await endNotConnected(deps, row, failure);
}

/** Null when the call is in the carrier's hands. */
async function handOver(deps: PlaceCallDeps, callId: string): Promise<NotConnected | null> {
  if (!deps.telephony) return 'telephony_provider_unavailable';
  try {
    await deps.telephony.placeCall(callId);
    return null;
  } catch (error) {
    if (error instanceof TelephonyError) {
      deps.log.warn({ callId, kind: error.kind, why: error.message }, 'a call could not be placed');
      return REASONS[error.kind];
    }
    deps.log.error({ callId, err: error }, 'placing a call failed');
    return 'dial_failed';
  }
}

/** Ends a call that never began, once, with its webhooks. One that has begun or ended meanwhile is left as it is. */
export async function endNotConnected(
  deps: Pick<PlaceCallDeps, 'db' | 'renderCall' | 'wallClock'>,
  row: Row<'calls'>,
  reason: NotConnected,
): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    await deleteDial(trx, row.call_id);
    const ended = await endCall(
      trx,
      { callId: row.call_id, epoch: row.owner_epoch },
      { call_status: 'not_connected', disconnection_reason: reason, end_timestamp: deps.wallClock() },
    );
    if (!ended) return;
    await enqueueCallWebhook(trx, ended, 'call_ended', deps.renderCall(ended));
    await enqueue(trx, 'analyze-call', { call_id: ended.call_id });
  });
}
