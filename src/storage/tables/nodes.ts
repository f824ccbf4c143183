// Questions about running servers. All times are the database's.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';

/** Begins a new life of a node under a fresh epoch; gives the row of its life before, if it did not end in order. */
export async function beginNodeLife(
  trx: Kysely<Database>,
  node: { nodeId: string; internalUrl: string | null },
): Promise<{ epoch: number; former: Row<'nodes'> | undefined }> {
  const former = await trx
    .selectFrom('nodes')
    .selectAll()
    .where('node_id', '=', node.nodeId)
    .forUpdate()
    .executeTakeFirst();
  const fresh = {
    epoch: sql<number>`nextval('node_epochs')`,
    internal_url: node.internalUrl,
    worker_pool_id: null,
    heartbeat_at: sql<Date>`now()`,
  };
  const { epoch } = await trx
    .insertInto('nodes')
    .values({ node_id: node.nodeId, ...fresh })
    .onConflict((conflict) => conflict.column('node_id').doUpdateSet(fresh))
    .returning('epoch')
    .executeTakeFirstOrThrow();
  return { epoch, former };
}

/** False when this life was ended by others (buried, or a newer one began). */
export async function beatHeart(db: Kysely<Database>, node: { nodeId: string; epoch: number }): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('nodes')
    .set({ heartbeat_at: sql<Date>`now()` })
    .where('node_id', '=', node.nodeId)
    .where('epoch', '=', node.epoch)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Which of the queue's locks are this node's. */
export async function setWorkerPool(
  db: Kysely<Database>,
  node: { nodeId: string; epoch: number },
  poolId: string,
): Promise<void> {
  await db
    .updateTable('nodes')
    .set({ worker_pool_id: poolId })
    .where('node_id', '=', node.nodeId)
    .where('epoch', '=', node.epoch)
    .execute();
}

export async function endNodeLife(db: Kysely<Database>, node: { nodeId: string; epoch: number }): Promise<void> {
  await db.deleteFrom('nodes').where('node_id', '=', node.nodeId).where('epoch', '=', node.epoch).execute();
}

/** Removes nodes without a heartbeat for `deadAfterMs` and gives their rows. Each is given to one caller only. */
export function buryDeadNodes(trx: Kysely<Database>, deadAfterMs: number): Promise<Row<'nodes'>[]> {
  return trx
    .deleteFrom('nodes')
    .where(sql<boolean>`heartbeat_at < now() - ${deadAfterMs} * interval '1 millisecond'`)
    .returningAll()
    .execute();
}

/** Has this life of a node given a sign of life lately? */
export async function isNodeAlive(
  db: Kysely<Database>,
  node: { nodeId: string; epoch: number },
  deadAfterMs: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('nodes')
    .select('node_id')
    .where('node_id', '=', node.nodeId)
    .where('epoch', '=', node.epoch)
    .where(sql<boolean>`heartbeat_at > now() - ${deadAfterMs} * interval '1 millisecond'`)
    .executeTakeFirst();
  return row !== undefined;
}
