// The switch of a call asks by REFER that we call somebody in its stead: the limits are those of whoever a call is given to.

import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/index.ts';
import { findPhoneNumber } from '../../../storage/tables/index.ts';
import { refuseDestination } from '../create-phone-call.ts';

/** `number`: of the workspace, over which the call runs. Why not, as a sentence; null when it may, and then it is counted. */
export async function refuseReferral(
  db: Kysely<Database>,
  { workspaceId, number, to }: { workspaceId: string; number: string; to: string },
  now: number,
): Promise<string | null> {
  const row = await findPhoneNumber(db, { workspace_id: workspaceId, phone_number: number });
  return row ? refuseDestination(db, row, to, now) : 'The number of this call is not one of this workspace.';
}
