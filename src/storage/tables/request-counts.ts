// Counted requests of all nodes, for limits.

import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** What one node counted in a window since it last said so. */
export interface CountedRequests {
  counted: string;
  started_at: number;
  count: number;
  window_ms: number;
}

/**
 * Adds what a node counted to what all nodes counted, and gives the windows that hold now. A window that is over by the node's own
 * start makes way for it; of two that overlap the earlier stays.
 */
export async function addRequestCounts(
  db: Kysely<Database>,
  counts: readonly CountedRequests[],
): Promise<{ counted: string; started_at: number; count: number }[]> {
  // In one order everywhere, so that nodes never wait for each other in a circle.
  const sorted = counts.toSorted((a, b) => (a.counted < b.counted ? -1 : 1));
  const { rows } = await sql<{ counted: string; started_at: number; count: number }>`
    insert into request_counts as known (counted, started_at, count)
    select counted, started_at, count from jsonb_to_recordset(${JSON.stringify(sorted)}::jsonb)
      as given (counted text, started_at bigint, count integer)
    on conflict (counted) do update set
      count = case when excluded.started_at >= known.started_at + ${windowOf(sorted)}
        then excluded.count else known.count + excluded.count end,
      started_at = case when excluded.started_at >= known.started_at + ${windowOf(sorted)}
        then excluded.started_at else known.started_at end
    returning counted, started_at, count`.execute(db);
  return rows;
}

/** The window's length belongs to the group, which the conflict clause knows by its name only. */
function windowOf(counts: readonly CountedRequests[]) {
  const lengths = Object.fromEntries(counts.map(({ counted, window_ms }) => [counted, window_ms]));
  return sql`(${JSON.stringify(lengths)}::jsonb ->> known.counted)::bigint`;
}

/** Windows that began before `before` are over, whichever they are. */
export async function forgetRequestCounts(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('request_counts').where('started_at', '<', before).execute();
}
