// One writer at a time to the versions of an agent or an engine.

import { sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';

/** Waits for other writers of this id and keeps them out until the transaction ends. Take agents before engines. */
export async function lockVersions(tx: Transaction<Database>, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
}
