// Questions about agents. A row is one version of one agent.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export type AgentKey = Pick<Row<'agents'>, 'workspace_id' | 'agent_id' | 'channel'>;

export function insertAgent(db: Kysely<Database>, row: NewRow<'agents'>): Promise<Row<'agents'>> {
  return db.insertInto('agents').values(row).returningAll().executeTakeFirstOrThrow();
}

/** Without `version` the latest, `published`: of those that are. Any whole number may be asked for. */
export function findAgent(
  db: Kysely<Database>,
  key: AgentKey,
  version?: number,
  { published = false } = {},
): Promise<Row<'agents'> | undefined> {
  let query = ofAgent(db, key).orderBy('version', 'desc').limit(1);
  if (version !== undefined) query = query.where(sql<boolean>`version = ${version}::bigint`);
  if (published) query = query.where('is_published', '=', true);
  return query.executeTakeFirst();
}

export function listAgentVersions(db: Kysely<Database>, key: AgentKey): Promise<Row<'agents'>[]> {
  return ofAgent(db, key).orderBy('version', 'desc').execute();
}

export interface AgentPage {
  limit: number;
  /** The entry behind which the page starts. Without a version: behind all versions of that agent. */
  after?: { agent_id: string; version?: number };
}

/** One entry per version: agents by the time of their creation, newest first, their versions from high to low. */
export function listAgentRows(
  db: Kysely<Database>,
  of: Pick<AgentKey, 'workspace_id' | 'channel'>,
  page: AgentPage,
): Promise<Row<'agents'>[]> {
  let query = db
    .selectFrom('agents')
    .selectAll()
    .where('workspace_id', '=', of.workspace_id)
    .where('channel', '=', of.channel)
    .orderBy('created_at', 'desc')
    .orderBy('agent_id', 'desc')
    .orderBy('version', 'desc')
    .limit(page.limit);
  if (page.after) {
    const { agent_id, version } = page.after;
    const start = sql`(select created_at from agents where workspace_id = ${of.workspace_id} and agent_id = ${agent_id} limit 1)`;
    query = query.where(
      sql<boolean>`(created_at, agent_id, version) < (${start}, ${agent_id}, ${version ?? -1}::bigint)`,
    );
  }
  return query.execute();
}

export async function updateAgentRow(
  db: Kysely<Database>,
  key: AgentKey & { version: number },
  change: RowUpdate<'agents'>,
): Promise<Row<'agents'> | undefined> {
  return db
    .updateTable('agents')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .where('channel', '=', key.channel)
    .where('version', '=', key.version)
    .returningAll()
    .executeTakeFirst();
}

/** All versions. False when there was none. */
export async function deleteAgentRows(db: Kysely<Database>, key: AgentKey): Promise<boolean> {
  const result = await db
    .deleteFrom('agents')
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .where('channel', '=', key.channel)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Ids of agents any version of which uses this engine. */
export async function findAgentsByEngine(
  db: Kysely<Database>,
  workspaceId: string,
  engineId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('agents')
    .select('agent_id')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('engine_id', '=', engineId)
    .orderBy('agent_id')
    .execute();
  return rows.map((row) => row.agent_id);
}

function ofAgent(db: Kysely<Database>, key: AgentKey) {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .where('channel', '=', key.channel);
}
