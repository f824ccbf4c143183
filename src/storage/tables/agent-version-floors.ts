// Which number the next version of an agent gets at least: none is given twice.

import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import type { AgentKey } from './agents.ts';

/** 0 when no version was ever deleted. */
export async function findVersionFloor(db: Kysely<Database>, key: AgentKey): Promise<number> {
  const row = await db
    .selectFrom('agent_version_floors')
    .select('next_version')
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .executeTakeFirst();
  return row?.next_version ?? 0;
}

/** Never lowers it. */
export async function raiseVersionFloor(db: Kysely<Database>, key: AgentKey, next_version: number): Promise<void> {
  const { workspace_id, agent_id } = key;
  await db
    .insertInto('agent_version_floors')
    .values({ workspace_id, agent_id, next_version })
    .onConflict((conflict) =>
      conflict.column('agent_id').doUpdateSet({
        next_version: sql<number>`greatest(agent_version_floors.next_version, excluded.next_version)`,
      }),
    )
    .execute();
}

export async function deleteVersionFloor(db: Kysely<Database>, key: AgentKey): Promise<void> {
  await db
    .deleteFrom('agent_version_floors')
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .execute();
}
