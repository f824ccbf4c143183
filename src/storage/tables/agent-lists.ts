// Questions about many agents: lists with an entry per version, and with an entry per agent.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';
import { creationOf } from './deleted-places.ts';

type Channel = Row<'agents'>['channel'];

export interface AgentPage {
  limit: number;
  /** The entry behind which the page starts; it may have been deleted some days ago. Without a version: behind all versions of that agent. */
  after?: { agent_id: string; version?: number };
  /** Only the latest version of each. */
  isLatest: boolean;
}

/** One entry per version: agents by the time of their creation, newest first, their versions from high to low. */
export function listAgentRows(
  db: Kysely<Database>,
  of: { workspace_id: string; channel: Channel },
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
  if (page.isLatest)
    query = query.where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('agents as later')
            .select('later.version')
            .whereRef('later.workspace_id', '=', 'agents.workspace_id')
            .whereRef('later.agent_id', '=', 'agents.agent_id')
            .whereRef('later.version', '>', 'agents.version'),
        ),
      ),
    );
  if (page.after) {
    const { agent_id, version } = page.after;
    const start = creationOf('agents', 'agent_id', of.workspace_id, agent_id);
    query = query.where(
      sql<boolean>`(created_at, agent_id, version) < (${start}, ${agent_id}, ${version ?? -1}::bigint)`,
    );
  }
  return query.execute();
}

export interface LatestAgentPage {
  limit: number;
  order: 'asc' | 'desc';
  /** The entry behind which the page starts; it need not be there any more. */
  after?: { created_at: number; agent_id: string } | undefined;
  /** Only agents of these. */
  channels?: readonly Channel[] | undefined;
  /** Part of the name, in capitals or not, or part of the id. */
  text?: string | undefined;
}

export type LatestAgentRow = Pick<
  Row<'agents'>,
  'agent_id' | 'agent_name' | 'channel' | 'version' | 'created_at' | 'modified_at'
>;

/** One entry per agent, in its latest version, by the time of creation. `modified_at` is that of the version changed last. */
export function listLatestAgents(
  db: Kysely<Database>,
  workspaceId: string,
  page: LatestAgentPage,
): Promise<LatestAgentRow[]> {
  let query = db
    .selectFrom('agents as a')
    .select(['a.agent_id', 'a.agent_name', 'a.channel', 'a.version', 'a.created_at'])
    .select(sql<number>`(select max(modified_at) from agents v where v.agent_id = a.agent_id)`.as('modified_at'))
    .where('a.workspace_id', '=', workspaceId)
    .where(sql<boolean>`not exists (select from agents v where v.agent_id = a.agent_id and v.version > a.version)`)
    .orderBy('a.created_at', page.order)
    .orderBy('a.agent_id', page.order)
    .limit(page.limit);
  if (page.channels) query = query.where(sql<boolean>`a.channel = any(${[...page.channels]}::text[])`);
  if (page.text !== undefined) {
    const { text } = page;
    query = query.where(
      sql<boolean>`(strpos(lower(a.agent_name), lower(${text})) > 0 or strpos(a.agent_id, ${text}) > 0)`,
    );
  }
  if (page.after) {
    const { created_at, agent_id } = page.after;
    const behind = sql.raw(page.order === 'asc' ? '>' : '<');
    query = query.where(sql<boolean>`(a.created_at, a.agent_id) ${behind} (${created_at}, ${agent_id})`);
  }
  return query.execute();
}
