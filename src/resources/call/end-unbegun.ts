// The end of a call that never began: nobody was reached, or nobody could be let in.

import type { Kysely } from 'kysely';
import type { Schema } from '../../contract/index.ts';
import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { DialFailure } from '../../interfaces/phone-edge.ts';
import { endCall, enqueue, type Database, type Row } from '../../storage/index.ts';
import { deleteDial } from '../../storage/tables/index.ts';
import { settleDialled } from '../call-limits/index.ts';
import { enqueueCallWebhook } from '../webhook/index.ts';
import { statusFor } from './record.ts';

/** Reasons of calls that were dialled in vain; their status is `not_connected`. */
export type NotConnected = Extract<
  Schema<'DisconnectionReason'>,
  | 'dial_busy'
  | 'dial_failed'
  | 'dial_no_answer'
  | 'invalid_destination'
  | 'telephony_provider_permission_denied'
  | 'telephony_provider_unavailable'
  | 'sip_routing_error'
  | 'marked_as_spam'
  | 'user_declined'
>;

/** What the contract calls it when nobody answered. */
export const NOT_CONNECTED: Record<DialFailure, NotConnected> = {
  busy: 'dial_busy',
  no_answer: 'dial_no_answer',
  declined: 'user_declined',
  invalid_destination: 'invalid_destination',
  permission_denied: 'telephony_provider_permission_denied',
  unavailable: 'telephony_provider_unavailable',
  routing_error: 'sip_routing_error',
  marked_as_spam: 'marked_as_spam',
  // Whoever gives up knows a better reason and says it.
  cancelled: 'dial_failed',
  failed: 'dial_failed',
};

const VAIN = new Set<string>(Object.values(NOT_CONNECTED));

export interface EndUnbegunDeps {
  db: Kysely<Database>;
  /** The call as get-call returns it. */
  renderCall(row: Row<'calls'>): object;
  wallClock: WallClock;
}

export interface UnbegunEnd {
  reason: NotConnected | DisconnectionReason;
  /** For the call's record. */
  details?: Record<string, unknown>;
}

/** Once, with its webhooks and its analysis. One that has begun or ended meanwhile, or is somebody else's, is left as it is. */
export async function endUnbegun(deps: EndUnbegunDeps, row: Row<'calls'>, end: UnbegunEnd): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    await deleteDial(trx, row.call_id);
    const ended = await endCall(
      trx,
      { callId: row.call_id, epoch: row.owner_epoch },
      {
        call_status: VAIN.has(end.reason) ? 'not_connected' : statusFor(end.reason as DisconnectionReason),
        disconnection_reason: end.reason,
        end_timestamp: deps.wallClock(),
        ...(end.details ? { details: end.details } : {}),
      },
    );
    if (!ended) return;
    await settleDialled(trx, ended);
    await enqueueCallWebhook(trx, ended, 'call_ended', deps.renderCall(ended));
    await enqueue(trx, 'analyze-call', { call_id: ended.call_id });
  });
}
