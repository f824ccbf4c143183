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

/** Gives how long ago its last beat was, ms; undefined when this life was ended by others (buried, or a newer one began). */
export async function beatHeart(
  db: Kysely<Database>,
  { nodeId, epoch }: { nodeId: string; epoch: number },
): Promise<number | undefined> {
  const { rows } = await sql<{ silent_ms: number }>`
    with last as (select heartbeat_at from nodes where node_id = ${nodeId} and epoch = ${epoch} for update)
    update nodes set heartbeat_at = now() from last where node_id = ${nodeId} and epoch = ${epoch}
    returning (extract(epoch from now() - last.heartbeat_at) * 1000)::double precision as silent_ms`.execute(db);
  return rows[0]?.silent_ms;
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
