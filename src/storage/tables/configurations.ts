// Questions about what calls and chats ran with.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export type ConfigurationKey = Pick<Row<'configurations'>, 'workspace_id' | 'hash'>;

/** Writes it unless it is there. */
export async function keepConfiguration(db: Kysely<Database>, row: NewRow<'configurations'>): Promise<void> {
  // Asked first: nearly every call finds its own, and that saves sending all of it.
  const known = await db
    .selectFrom('configurations')
    .select('hash')
    .where('workspace_id', '=', row.workspace_id)
    .where('hash', '=', row.hash)
    .executeTakeFirst();
  if (known) return;
  await db
    .insertInto('configurations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function findConfiguration(
  db: Kysely<Database>,
  key: ConfigurationKey,
): Promise<Row<'configurations'> | undefined> {
  return db
    .selectFrom('configurations')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('hash', '=', key.hash)
    .executeTakeFirst();
}
