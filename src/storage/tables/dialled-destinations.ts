// Questions about what a workspace has dialled in a day, by destination.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';

export type DialledToday = Pick<Row<'dialled_destinations'>, 'destination' | 'calls' | 'seconds' | 'spent'>;

/** Adds to what was dialled; `seconds` and `spent` may be taken back. */
export async function addDialled(
  trx: Kysely<Database>,
  place: { workspace_id: string; day: number },
  rows: readonly DialledToday[],
): Promise<void> {
  if (rows.length === 0) return;
  // In one order, so that no two transactions wait for each other.
  const sorted = rows.toSorted((a, b) => (a.destination < b.destination ? -1 : 1));
  await trx
    .insertInto('dialled_destinations')
    .values(sorted.map((row) => ({ ...place, ...row })))
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'day', 'destination']).doUpdateSet({
        calls: sql<number>`dialled_destinations.calls + excluded.calls`,
        seconds: sql<number>`dialled_destinations.seconds + excluded.seconds`,
        spent: sql<number>`dialled_destinations.spent + excluded.spent`,
      }),
    )
    .execute();
}

export function listDialled(db: Kysely<Database>, workspaceId: string, day: number): Promise<DialledToday[]> {
  return db
    .selectFrom('dialled_destinations')
    .select(['destination', 'calls', 'seconds', 'spent'])
    .where('workspace_id', '=', workspaceId)
    .where('day', '=', day)
    .execute();
}

/** One more call that was not placed; gives how many there are now. */
export async function countRefused(
  db: Kysely<Database>,
  place: { workspace_id: string; day: number; destination: string },
): Promise<number> {
  const { refused } = await db
    .insertInto('dialled_destinations')
    .values({ ...place, refused: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'day', 'destination'])
        .doUpdateSet({ refused: sql<number>`dialled_destinations.refused + 1` }),
    )
    .returning('refused')
    .executeTakeFirstOrThrow();
  return refused;
}

/** Of all workspaces. */
export async function forgetDialledBefore(db: Kysely<Database>, day: number): Promise<void> {
  await db.deleteFrom('dialled_destinations').where('day', '<', day).execute();
}
