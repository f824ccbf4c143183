// Lists of agents: the contract's with an entry per version, the newer one with an entry per agent.

import type { RequestBody, Schema } from '../../contract/index.ts';
import { listAgentRows, listLatestAgents, listTagsOfAgents, type Row } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { renderAgent, type Agent, type ChatAgent } from './render.ts';
import type { Channel } from './resolve.ts';
import { renderTags } from './tags.ts';

type Deps = Pick<ResourceDeps, 'db'>;

/** One entry per version, or the latest alone. `pagination_key` and its version name the last entry of the page before. */
export async function listAgents<T extends Agent | ChatAgent>(
  deps: Deps,
  workspaceId: string,
  channel: Channel,
  query: { is_latest?: boolean; limit?: number; pagination_key?: string; pagination_key_version?: number },
): Promise<T[]> {
  const { pagination_key: agent_id, pagination_key_version: version } = query;
  const rows = await listAgentRows(
    deps.db,
    { workspace_id: workspaceId, channel },
    {
      limit: pageLimit(query.limit, 1000),
      isLatest: query.is_latest === true,
      ...(agent_id === undefined ? {} : { after: { agent_id, ...(version === undefined ? {} : { version }) } }),
    },
  );
  return rows.map((row) => renderAgent<T>(row));
}

export interface PageQuery {
  limit?: number;
  pagination_key?: string;
  sort_order?: 'ascending' | 'descending';
}

/** One entry per agent, of both channels unless the filter says otherwise. */
export async function listLatest(
  deps: Deps,
  workspaceId: string,
  query: PageQuery,
  { filter_criteria: filter = {} }: RequestBody<'listLatestAgents'>,
): Promise<Page<Schema<'AgentSummary'>>> {
  const limit = pageLimit(query.limit, 50);
  const order = query.sort_order === 'ascending' ? 'asc' : 'desc';
  const list = `agents ${order}`;
  const [created_at, agent_id] =
    query.pagination_key === undefined ? [] : decodePageKey(list, query.pagination_key, ['number', 'string']);
  const rows = await listLatestAgents(deps.db, workspaceId, {
    limit: limit + 1,
    order,
    after: agent_id === undefined ? undefined : { created_at: created_at as number, agent_id: agent_id as string },
    channels: filter.channel ? CHANNELS.filter((name) => matches(name, filter.channel!)) : undefined,
    text: filter.query || undefined,
  });
  const tags = Map.groupBy(
    await listTagsOfAgents(
      deps.db,
      workspaceId,
      rows.map((row) => row.agent_id),
    ),
    (tag) => tag.agent_id,
  );
  return pageOf(
    rows,
    limit,
    list,
    (row) => [row.created_at, row.agent_id],
    (row) => summary(row, tags.get(row.agent_id) ?? []),
  );
}

const CHANNELS: readonly Channel[] = ['voice', 'chat'];

function matches(channel: Channel, { op, value }: Schema<'StringFilter'>): boolean {
  switch (op) {
    case 'eq':
      return channel === value;
    case 'ne':
      return channel !== value;
    case 'sw':
      return channel.startsWith(value);
    case 'ew':
      return channel.endsWith(value);
    case 'co':
      return channel.includes(value);
    default:
      return op satisfies never;
  }
}

function summary(
  row: Pick<Row<'agents'>, 'agent_id' | 'agent_name' | 'channel' | 'modified_at'>,
  tags: Row<'agent_tags'>[],
): Schema<'AgentSummary'> {
  return {
    agent_id: row.agent_id,
    agent_name: row.agent_name ?? '',
    channel: row.channel,
    tags: renderTags(tags),
    user_modified_timestamp: row.modified_at,
    is_suspended: false,
  };
}
