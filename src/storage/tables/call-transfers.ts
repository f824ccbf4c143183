// Questions about transfers under way.

import { sql, type Kysely } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, NewRow, Row } from '../schema.ts';
import type { CallOwner } from './calls.ts';

export type CallTransfer = Row<'call_transfers'>;
export type CallTransferKey = Pick<CallTransfer, 'workspace_id' | 'call_id'>;

/** Before anybody is dialled. Throws when one of this call is under way already. */
export async function insertCallTransfer(
  db: Kysely<Database>,
  {
    told,
    ...row
  }: Pick<NewRow<'call_transfers'>, 'workspace_id' | 'call_id' | 'owner_node' | 'owner_epoch'> & {
    told: Record<string, unknown>;
  },
): Promise<void> {
  await db
    .insertInto('call_transfers')
    .values({ ...row, state: 'started', told: jsonText(told) })
    .execute();
}

/** The two are connected. False when the transfer is over by now. */
export async function bridgeCallTransfer(db: Kysely<Database>, key: CallTransferKey): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('call_transfers')
    .set({ state: 'bridged' })
    .where('workspace_id', '=', key.workspace_id)
    .where('call_id', '=', key.call_id)
    .where('state', '=', 'started')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** It is over: whoever gets the row tells of it. */
export async function takeCallTransfer(db: Kysely<Database>, key: CallTransferKey): Promise<CallTransfer | undefined> {
  return db
    .deleteFrom('call_transfers')
    .where('workspace_id', '=', key.workspace_id)
    .where('call_id', '=', key.call_id)
    .returningAll()
    .executeTakeFirst();
}

/** Takes transfers over whose server is dead, or lives on in another life. Times by the database's clock. */
export async function claimOrphanedTransfers(
  db: Kysely<Database>,
  owner: CallOwner,
  { deadAfterMs, limit }: { deadAfterMs: number; limit: number },
): Promise<CallTransfer[]> {
  const orphans = db
    .selectFrom('call_transfers')
    .select('call_id')
    .where(
      sql<boolean>`not exists (select 1 from nodes
        where nodes.node_id = call_transfers.owner_node and nodes.epoch = call_transfers.owner_epoch
          and nodes.heartbeat_at > now() - ${deadAfterMs} * interval '1 millisecond')`,
    )
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('call_transfers')
    .set({ owner_node: owner.nodeId, owner_epoch: owner.epoch })
    .where(sql<boolean>`call_id = any(array(${orphans}))`)
    .returningAll()
    .execute();
}
