// The trunk that a phone number names.

import type { Kysely } from 'kysely';
import { invalidRequest, quoted } from '../../contract/index.ts';
import type { Database } from '../../storage/index.ts';
import { findSipTrunk } from '../../storage/tables/index.ts';

/** Throws 400 when the workspace has no such trunk. Null: the number names none. */
export async function checkTrunkOfNumber(
  db: Kysely<Database>,
  workspaceId: string,
  sipTrunkId: string | null,
): Promise<void> {
  if (sipTrunkId === null) return;
  const row = await findSipTrunk(db, { workspace_id: workspaceId, sip_trunk_id: sipTrunkId });
  if (!row) throw invalidRequest(`sip_trunk_id: there is no SIP trunk ${quoted(sipTrunkId)} in this workspace.`);
}
