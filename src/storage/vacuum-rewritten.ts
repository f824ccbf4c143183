// A migration that writes a large table anew leaves it without the notes by which its indexes can answer alone; PostgreSQL makes them only
// when much of the table has changed.

import type { Pool } from 'pg';

/** Pages of 8 KB; a smaller table is read as quickly without. */
const LARGE_PAGES = 10_000;

/** Makes those notes where they are missing; nothing to do is the rule. Cut off, it begins again at the next start. */
export async function vacuumRewritten(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    `select 1 from pg_class where oid = 'calls'::regclass and relallvisible = 0 and relpages > ${LARGE_PAGES}`,
  );
  if (rows.length > 0) await pool.query('vacuum (analyze, skip_locked) calls');
}
