// The carrier's end of the dial queue: whose edge dials, by which number, and that it was asked is written down before it is.

import { TelephonyError } from '../../../interfaces/telephony.ts';
import type { PhoneEdge } from '../../../interfaces/phone-edge.ts';
import { claimCall, findCallById, updateOwnedCall, type Row } from '../../../storage/index.ts';
import { findPhoneNumber } from '../../../storage/tables/index.ts';
import type { CallSettings } from '../details.ts';
import type { LiveCallDeps } from '../live-call.ts';
import type { LiveCalls } from '../live-calls.ts';
import { planCall } from '../plan.ts';
import { dialledCall } from './dial-call.ts';

/** Who carries the calls of numbers; null where that way is not set up. */
export type PhoneEdges = Record<Row<'phone_numbers'>['provider'], PhoneEdge | null>;

export interface PlacePhoneCallDeps extends LiveCallDeps {
  edges: PhoneEdges;
  live: Pick<LiveCalls, 'keep'>;
}

/** The contract's default. */
const USUAL_RING_MS = 30_000;

/** `Telephony.placeCall`. */
export async function placePhoneCall(deps: PlacePhoneCallDeps, callId: string): Promise<void> {
  const waiting = await findCallById(deps.db, callId);
  if (!waiting || waiting.from_number === null || waiting.to_number === null)
    throw new TelephonyError('invalid_destination', 'The call was deleted before it was dialled.');
  const { workspace_id, from_number, to_number } = waiting;
  const number = await findPhoneNumber(deps.db, { workspace_id, phone_number: from_number });
  if (!number) throw new TelephonyError('no_such_number', `${from_number} was removed before the call was dialled.`);
  const edge = edgeOf(deps.edges, number.provider);
  const ringMs = await ringTime(deps, waiting);
  const row = await claim(deps, waiting);
  // Ended or taken meanwhile.
  if (!row) return;
  const leg = edge.dial({
    callId,
    workspaceId: workspace_id,
    role: 'caller',
    number: from_number,
    shownAs: from_number,
    to: to_number,
    headers: (row.details['custom_sip_headers'] as Record<string, string> | undefined) ?? {},
    ringMs,
  });
  void deps.live.keep(dialledCall(deps, row, leg));
}

/** Throws TelephonyError. */
export function edgeOf(edges: PhoneEdges, provider: Row<'phone_numbers'>['provider']): PhoneEdge {
  const edge = edges[provider];
  if (edge) return edge;
  throw new TelephonyError(
    'not_set_up',
    provider === 'custom'
      ? 'SIP is turned off on this server (RINGBACK_SIP_LISTEN).'
      : `No account of ${provider} is set up on this server.`,
  );
}

/** In one transaction: ours, and marked as dialled. */
function claim(deps: LiveCallDeps, { call_id }: Row<'calls'>): Promise<Row<'calls'> | undefined> {
  return deps.db.transaction().execute(async (trx) => {
    const claimed = await claimCall(trx, call_id, deps.node);
    if (!claimed) return undefined;
    const details = { dialled_at: deps.wallClock() } satisfies CallSettings;
    return updateOwnedCall(trx, { callId: call_id, epoch: deps.node.epoch }, { details });
  });
}

async function ringTime(deps: LiveCallDeps, row: Row<'calls'>): Promise<number> {
  const { agent } = await planCall(deps.db, row);
  const ringMs = agent['ring_duration_ms'];
  return typeof ringMs === 'number' ? Math.min(300_000, Math.max(5_000, ringMs)) : USUAL_RING_MS;
}
