// Questions about agents. A row is one version of one agent.

import { sql, type Kysely } from 'kysely';
import { gathered } from '../gather.ts';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import { keepDeletedPlace } from './deleted-places.ts';

/** Without `channel` an agent of either. */
export type AgentKey = Pick<Row<'agents'>, 'workspace_id' | 'agent_id'> & {
  channel?: Row<'agents'>['channel'] | undefined;
};

export function insertAgent(db: Kysely<Database>, row: NewRow<'agents'>): Promise<Row<'agents'>> {
  return db.insertInto('agents').values(row).returningAll().executeTakeFirstOrThrow();
}

/** Without `version` the latest; `published`: of those that are, or are not. Any whole number may be asked for. */
export function findAgent(
  db: Kysely<Database>,
  key: AgentKey,
  version?: number,
  of: { published?: boolean } = {},
): Promise<Row<'agents'> | undefined> {
  if (version === undefined && of.published === undefined) return latestAgent(db, key);
  let query = ofAgent(db, key).orderBy('version', 'desc').limit(1);
  if (version !== undefined) query = query.where(sql<boolean>`version = ${version}::bigint`);
  if (of.published !== undefined) query = query.where('is_published', '=', of.published);
  return query.executeTakeFirst();
}

/** The busiest question of all. */
const latestAgent = gathered<AgentKey, Row<'agents'> | undefined>(async (db, keys) => {
  const { rows } = await sql<Row<'agents'> & { asked: number }>`
    select agent.*, asked::integer
    from unnest(
      ${keys.map(({ workspace_id }) => workspace_id)}::text[],
      ${keys.map(({ agent_id }) => agent_id)}::text[],
      ${keys.map(({ channel }) => channel ?? null)}::text[]
    ) with ordinality as key (workspace_id, agent_id, channel, asked)
    cross join lateral (
      select * from agents
      where agents.workspace_id = key.workspace_id and agents.agent_id = key.agent_id
        and (key.channel is null or agents.channel = key.channel)
      order by version desc
      limit 1
    ) as agent`.execute(db);
  const found = new Map(rows.map(({ asked, ...row }) => [asked, row]));
  return keys.map((_key, i) => found.get(i + 1));
});

export interface AgentVersionPage {
  limit: number;
  order?: 'asc' | 'desc';
  /** The version behind which the page starts. */
  after?: number | undefined;
}

/** Without more words from the latest to the first. */
export function listAgentVersionRows(
  db: Kysely<Database>,
  key: AgentKey,
  page: AgentVersionPage,
): Promise<Row<'agents'>[]> {
  const order = page.order ?? 'desc';
  let query = ofAgent(db, key).orderBy('version', order).limit(page.limit);
  if (page.after !== undefined) query = query.where('version', order === 'asc' ? '>' : '<', page.after);
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
    .where('version', '=', key.version)
    .returningAll()
    .executeTakeFirst();
}

/** Puts a tag in front of those of one version, and takes it from all others; `null`: from all. */
export async function moveAssignedTag(
  db: Kysely<Database>,
  key: AgentKey,
  tag: string,
  version: number | null,
): Promise<void> {
  await db
    .updateTable('agents')
    .set({
      assigned_tags: sql<string[]>`case when version = ${version}::bigint
        then array_prepend(${tag}::text, array_remove(assigned_tags, ${tag}::text)) else array_remove(assigned_tags, ${tag}::text) end`,
    })
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .where((where) =>
      where.or([sql<boolean>`version = ${version}::bigint`, sql<boolean>`${tag}::text = any(assigned_tags)`]),
    )
    .execute();
}

/** All versions; their place in the lists is kept for pages that ended with them. False when there was none. */
export async function deleteAgentRows(db: Kysely<Database>, key: AgentKey, now: number): Promise<boolean> {
  let query = db.deleteFrom('agents').where('workspace_id', '=', key.workspace_id).where('agent_id', '=', key.agent_id);
  if (key.channel !== undefined) query = query.where('channel', '=', key.channel);
  const [row] = await query.returning('created_at').execute();
  if (!row) return false;
  const { workspace_id, agent_id: id } = key;
  await keepDeletedPlace(db, { workspace_id, id, created_at: row.created_at, deleted_at: now });
  return true;
}

export async function deleteAgentVersionRow(db: Kysely<Database>, key: AgentKey & { version: number }): Promise<void> {
  await db
    .deleteFrom('agents')
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id)
    .where('version', '=', key.version)
    .execute();
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

/** Those of the ids that the workspace has, of calls or chats. */
export async function findKnownAgentIds(
  db: Kysely<Database>,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<Set<string>> {
  if (agentIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('agents')
    .select('agent_id')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('agent_id', 'in', agentIds)
    .execute();
  return new Set(rows.map((row) => row.agent_id));
}

/** Does any version of a chat agent use this engine? */
export async function isEngineOfChats(db: Kysely<Database>, workspaceId: string, engineId: string): Promise<boolean> {
  const row = await db
    .selectFrom('agents')
    .select('agent_id')
    .where('workspace_id', '=', workspaceId)
    .where('engine_id', '=', engineId)
    .where('channel', '=', 'chat')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Does version `version` of any agent use this engine? */
export async function isEngineVersionUsed(
  db: Kysely<Database>,
  workspaceId: string,
  engineId: string,
  version: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('agents')
    .select('agent_id')
    .where('workspace_id', '=', workspaceId)
    .where('engine_id', '=', engineId)
    .where('version', '=', version)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function ofAgent(db: Kysely<Database>, key: AgentKey) {
  const query = db
    .selectFrom('agents')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('agent_id', '=', key.agent_id);
  return key.channel === undefined ? query : query.where('channel', '=', key.channel);
}
