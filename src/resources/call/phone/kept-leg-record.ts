// The record of a leg, when it is wanted: at once if the leg is gone by then, else a moment later by itself.

import type { PhoneLeg } from '../../../interfaces/phone-edge.ts';
import type { Row } from '../../../storage/index.ts';
import { updateCall } from '../../../storage/tables/index.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { legRecord } from './leg-record.ts';

/** How long the end of a call waits: a far end that answers the hang-up does so within a round trip. */
const WAIT_MS = 1_000;

type Deps = Pick<LiveCallDeps, 'db' | 'blobs' | 'log'>;

/**
 * Asked when the call ends. What the leg does not tell in time (it lives on with somebody else, or its far end is slow) is written into the
 * ended call when it does.
 */
export function keptLegRecord(
  deps: Deps,
  row: Row<'calls'>,
  leg: Pick<PhoneLeg, 'summary' | 'identifier' | 'capture'>,
): () => Promise<Record<string, unknown>> {
  return async () => {
    // What the caller says to somebody else afterwards is not the call's.
    leg.capture?.(null);
    const whole = legRecord(deps, row, leg);
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), WAIT_MS);
    const inTime = await Promise.race([whole, late.promise]);
    clearTimeout(timer);
    if (inTime === null) void whole.then((record) => writeLate(deps, row, record));
    return inTime ?? {};
  };
}

async function writeLate({ db, log }: Deps, row: Row<'calls'>, details: Record<string, unknown>): Promise<void> {
  if (Object.keys(details).length === 0) return;
  try {
    await updateCall(db, row.workspace_id, row.call_id, { details });
  } catch (error) {
    log.warn({ callId: row.call_id, err: error }, 'what is known of the leg of an ended call could not be written');
  }
}
