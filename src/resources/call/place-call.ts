// Handing an outbound call to its carrier, once.

import type { Log } from '../../interfaces/log.ts';
import { TelephonyError, type Telephony, type TelephonyErrorKind } from '../../interfaces/telephony.ts';
import { findCallById } from '../../storage/index.ts';
import { beginDial, deleteDial } from '../../storage/tables/index.ts';
import { endUnbegun, type EndUnbegunDeps, type NotConnected } from './end-unbegun.ts';

export interface PlaceCallDeps extends EndUnbegunDeps {
  /** Null without a carrier. */
  telephony: Telephony | null;
  /** False while this server leaves: its calls wait for the next one. Without it, always. */
  mayDial?(): boolean;
  log: Log;
}

const REASONS: Record<TelephonyErrorKind, NotConnected> = {
  unavailable: 'telephony_provider_unavailable',
  not_set_up: 'telephony_provider_unavailable',
  permission_denied: 'telephony_provider_permission_denied',
  no_such_number: 'telephony_provider_permission_denied',
  invalid_destination: 'invalid_destination',
};

/**
 * Safe to run twice: who comes second finds that the carrier was asked, and dials nobody. A call about which nothing is known then,
 * because its server died while it asked, ends as `dial_failed`. Rejects when it is to be tried again.
 */
export async function placeCall(deps: PlaceCallDeps, callId: string): Promise<void> {
  const row = await findCallById(deps.db, callId);
  if (row?.call_status !== 'registered' || row.owner_node !== null) return deleteDial(deps.db, callId);
  if (deps.mayDial?.() === false) throw new Error('this server is leaving and dials nobody any more');
  const isFirst = await beginDial(deps.db, callId, deps.wallClock());
  const failure = isFirst || !deps.telephony ? await handOver(deps, callId) : 'dial_failed';
  if (failure === null) return deleteDial(deps.db, callId);
  await endUnbegun(deps, row, { reason: failure });
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
