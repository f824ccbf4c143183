// Questions about the tags of agents.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export type AgentTagKey = Pick<Row<'agent_tags'>, 'workspace_id' | 'agent_id'>;

export function findAgentTag(
  db: Kysely<Database>,
  key: AgentTagKey & { tag: string },
): Promise<Row<'agent_tags'> | undefined> {
  return ofAgent(db, key).where('tag', '=', key.tag).executeTakeFirst();
}

/** Those set last come first. */
export function listAgentTags(db: Kysely<Database>, key: AgentTagKey): Promise<Row<'agent_tags'>[]> {
  return ofAgent(db, key).orderBy('modified_at', 'desc').orderBy('tag').execute();
}

/** Of several agents at once. */
export async function listTagsOfAgents(
  db: Kysely<Database>,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<Row<'agent_tags'>[]> {
  if (agentIds.length === 0) return [];
  return db
    .selectFrom('agent_tags')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('agent_id', 'in', agentIds)
    .orderBy('modified_at', 'desc')
    .orderBy('tag')
    .execute();
}

/** Sets it, whether it is new or not. */
export async function putAgentTag(db: Kysely<Database>, row: NewRow<'agent_tags'>): Promise<void> {
  const { version, variables, modified_at } = row;
  await db
    .insertInto('agent_tags')
    .values(row)
    .onConflict((conflict) => conflict.columns(['agent_id', 'tag']).doUpdateSet({ version, variables, modified_at }))
    .execute();
}

/** False when there was none. */
export async function deleteAgentTagRow(db: Kysely<Database>, key: AgentTagKey & { tag: string }): Promise<boolean> {
  const result = await db
    .deleteFrom('agent_tags')
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .where('tag', '=', key.tag)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export async function deleteAgentTagRows(db: Kysely<Database>, key: AgentTagKey): Promise<void> {
  await db
    .deleteFrom('agent_tags')
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .execute();
}

function ofAgent(db: Kysely<Database>, key: AgentTagKey) {
  return db
    .selectFrom('agent_tags')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id);
}
