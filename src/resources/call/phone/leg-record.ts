// What is known of a telephone's leg when it is gone: how it sounded, and what was said to set it up and take it down.

import type { Kysely } from 'kysely';
import type { BlobStore } from '../../../interfaces/blob-store.ts';
import type { Log } from '../../../interfaces/log.ts';
import type { LineQuality, PhoneLeg, PhoneLegSummary } from '../../../interfaces/phone-edge.ts';
import { findCall, type Database, type Row } from '../../../storage/index.ts';
import { recordingKeys } from '../files.ts';
import { isStrict } from '../privacy.ts';

export interface LegRecordDeps {
  db: Kysely<Database>;
  blobs: Pick<BlobStore, 'write'>;
  log: Log;
}

/** A ladder longer than this is cut: some switches talk for hours. */
const MAX_LADDER_CHARS = 1_000_000;

/** Fields for `details` of the call's row; the ladder goes into a file beside its recording. A call that keeps little keeps none. Never rejects. */
export async function legRecord(
  deps: LegRecordDeps,
  row: Row<'calls'>,
  leg: Pick<PhoneLeg, 'summary' | 'identifier'>,
): Promise<Record<string, unknown>> {
  const { sipStatus, quality, ladder } = await leg.summary();
  return {
    ...identifierDetails(leg),
    ...(sipStatus === null ? {} : { sip_status: sipStatus }),
    ...(quality ? { call_quality: qualityObject(quality) } : {}),
    ...(await ladderDetails(deps, row, ladder)),
  };
}

export function identifierDetails({ identifier }: Pick<PhoneLeg, 'identifier'>): Record<string, unknown> {
  return Object.keys(identifier).length === 0 ? {} : { telephony_identifier: { ...identifier } };
}

/** A leg may outlive its call by hours: whether the ladder may be kept is asked when it is there. */
async function ladderDetails(
  { db, blobs, log }: LegRecordDeps,
  row: Row<'calls'>,
  ladder: PhoneLegSummary['ladder'],
): Promise<Record<string, unknown>> {
  if (ladder === null || isStrict(row)) return {};
  try {
    const now = await findCall(db, row.workspace_id, row.call_id);
    if (!now || isStrict(now)) return {};
    await blobs.write(recordingKeys(row.files_key).ladder, ladder.slice(0, MAX_LADDER_CHARS));
    return { has_sip_ladder: true };
  } catch (error) {
    log.error({ callId: row.call_id, err: error }, 'the SIP ladder of a call could not be written');
    return {};
  }
}

function qualityObject(quality: LineQuality): object {
  const { codec, packetsReceived, packetsSent, loss, remoteLoss, jitterMs, roundTripMs, mos } = quality;
  return {
    codec,
    packets_received: packetsReceived,
    packets_sent: packetsSent,
    loss: rounded(loss, 4),
    ...(remoteLoss === null ? {} : { remote_loss: rounded(remoteLoss, 4) }),
    jitter_ms: rounded(jitterMs, 1),
    ...(roundTripMs === null ? {} : { round_trip_ms: rounded(roundTripMs, 1) }),
    mos: rounded(mos, 2),
  };
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
