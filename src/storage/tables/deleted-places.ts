// Where deleted agents and engines stood in their lists: pages of the older ones are begun by the id of the last entry before.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';

/** `created_at`, `deleted_at`: ms. */
export interface DeletedPlace {
  workspace_id: string;
  id: string;
  created_at: number;
  deleted_at: number;
}

/** One that was there again meanwhile, by an import, has its last place. */
export async function keepDeletedPlace(db: Kysely<Database>, place: DeletedPlace): Promise<void> {
  const { created_at, deleted_at } = place;
  await db
    .insertInto('deleted_places')
    .values(place)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet({ created_at, deleted_at }))
    .execute();
}

export async function forgetDeletedPlaces(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('deleted_places').where('deleted_at', '<', before).execute();
}

/** When it was created, as an expression; null for what never was. `column`: of the id. */
export function creationOf(
  table: 'agents' | 'retell_llms' | 'conversation_flows',
  column: string,
  workspaceId: string,
  id: string,
): RawBuilder<number | null> {
  return sql`coalesce(
    (select created_at from ${sql.table(table)} where workspace_id = ${workspaceId} and ${sql.ref(column)} = ${id} limit 1),
    (select created_at from deleted_places where workspace_id = ${workspaceId} and id = ${id}))`;
}
