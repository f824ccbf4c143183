// Packets of a call's line in a file beside its recording, for whoever looks for what went wrong with its sound.

import type { BlobStore } from '../../../interfaces/blob-store.ts';
import type { PhoneLeg } from '../../../interfaces/phone-edge.ts';
import type { Row } from '../../../storage/index.ts';
import { updateCall } from '../../../storage/tables/index.ts';
import type { CallSettings } from '../details.ts';
import { recordingKeys } from '../files.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { isStrict } from '../privacy.ts';

export interface CaptureDeps extends Pick<LiveCallDeps, 'db' | 'log'> {
  blobs: Pick<BlobStore, 'write' | 'localPath'>;
}

/** Where the packets of this call go; null when none are wanted, or the call keeps its basic attributes alone. */
export function captureFile({ blobs }: Pick<CaptureDeps, 'blobs'>, row: Row<'calls'>): string | null {
  if (!(row.details as CallSettings).capture_packets || isStrict(row)) return null;
  return blobs.localPath(recordingKeys(row.files_key).capture);
}

/**
 * Begins the capture of a call whose agent wants one (`capture_packets`), once its line stands. None of a call that keeps basic attributes
 * alone, nor where the wire has no packets. Never rejects: a call without its capture is a call.
 */
export async function capturePackets(
  deps: CaptureDeps,
  row: Row<'calls'>,
  leg: Pick<PhoneLeg, 'capture'>,
): Promise<void> {
  const { db, blobs, log } = deps;
  const file = captureFile(deps, row);
  if (!leg.capture || file === null) return;
  const key = recordingKeys(row.files_key).capture;
  try {
    // Makes the folder, and says so at once if there is no room.
    await blobs.write(key, '');
    await updateCall(db, row.workspace_id, row.call_id, {
      details: { has_packets: true } satisfies CallSettings,
    });
    leg.capture(file);
  } catch (error) {
    log.error({ callId: row.call_id, err: error }, 'the packets of a call could not be captured');
  }
}
