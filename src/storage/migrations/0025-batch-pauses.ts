// Batches of calls can be paused.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table batch_calls add column paused_at bigint').execute(db);
}
