// Ends a call by order of the API: one that runs, on any server, or one that still waits for its caller.

import { notFound, unprocessable } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import { findCall } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import type { CallPlace } from './calls.ts';
import { commandCall } from './command-call.ts';
import { writeEnd } from './finish.ts';

/** Throws 422 for an unknown call or one that is over. */
export async function stopCall(deps: ResourceDeps, place: CallPlace): Promise<void> {
  const row = await findCall(deps.db, place.workspaceId, place.callId);
  if (!row) throw notFound('call', place.callId);
  if (row.call_status === 'registered' && row.owner_node === null) {
    await takeBack(deps, row);
    const after = await findCall(deps.db, place.workspaceId, place.callId);
    // The caller was faster: now it runs.
    if (after?.owner_node != null) await commandCall(deps, after, { do: 'stop' });
    return;
  }
  if (row.call_status !== 'registered' && row.call_status !== 'ongoing')
    throw unprocessable(`Call ${row.call_id} is over already: ${row.call_status}.`);
  await commandCall(deps, row, { do: 'stop' });
}

async function takeBack(deps: ResourceDeps, row: Row<'calls'>): Promise<void> {
  const finish = { ...deps, wallClock: deps.now, repairRecording: async () => false };
  await writeEnd(finish, row, [], {
    reason: 'manual_stopped',
    detail: 'stopped by API before anybody joined',
    endedAt: deps.now(),
    hasRecording: false,
  });
}
