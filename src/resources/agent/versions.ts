// Versions of an agent: which there are, another draft from any of them, one less.

import type { Transaction } from 'kysely';
import { notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  deleteAgentVersionRow,
  findAgent,
  findVersionFloor,
  insertAgent,
  listAgentVersionRows,
  lockVersions,
  raiseVersionFloor,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { numbersPinnedTo } from '../phone-number/pinned-version.ts';
import { engineAtVersion, type ResponseEngineRef } from './engine.ts';
import { draftEngine, dropEngineVersion, latestEngineVersion } from './engine-versions.ts';
import type { PageQuery } from './lists.ts';
import { existingAgent, keyOf, type AgentPlace } from './place.ts';
import { renderAgent, type Agent, type ChatAgent } from './render.ts';
import { assetOf } from './resolve.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;

/** Longer histories are cut off; list-agent-versions has all of them. */
const MAX_VERSIONS_AT_ONCE = 1000;

/** From the latest to the first. */
export async function getAgentVersions<T extends Agent | ChatAgent>(
  deps: Pick<Deps, 'db'>,
  place: AgentPlace,
): Promise<T[]> {
  const key = keyOf(place);
  const rows = await listAgentVersionRows(deps.db, key, { limit: MAX_VERSIONS_AT_ONCE });
  if (rows.length === 0) throw notFound(assetOf(key.channel), place.agentId);
  return rows.map((row) => renderAgent<T>(row));
}

/** Without their settings. */
export async function listAgentVersions(
  deps: Pick<Deps, 'db'>,
  place: AgentPlace,
  query: PageQuery,
): Promise<Page<Schema<'AgentVersionSummary'>>> {
  const limit = pageLimit(query.limit, 50);
  const order = query.sort_order === 'ascending' ? 'asc' : 'desc';
  const list = `agent versions ${order}`;
  const [after] = query.pagination_key === undefined ? [] : decodePageKey(list, query.pagination_key, ['number']);
  await existingAgent(deps.db, place);
  const page = { limit: limit + 1, order, after: after as number | undefined } as const;
  const rows = await listAgentVersionRows(deps.db, keyOf(place), page);
  return pageOf(rows, limit, list, (row) => [row.version], summary);
}

/** A draft with the settings of any version, and the same of its engine. Several drafts may stand side by side. */
export async function createAgentVersion(
  deps: Deps,
  place: AgentPlace,
  { base_version }: RequestBody<'createAgentVersion'>,
): Promise<Agent | ChatAgent> {
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const base = await existingAgent(tx, { ...place, version: base_version });
    if (base.engine_id !== null) await lockVersions(tx, base.engine_id);
    // Higher than the engine's as well: a version there belongs to another agent, and would not be the base's.
    const version = Math.max(await nextVersion(tx, base), (await latestEngineVersion(tx, base)) + 1);
    return renderAgent(await draftFrom(tx, base, version, deps.now()));
  });
}

/** Deletes one version with its part of the engine. The last one goes with delete-agent only. */
export async function deleteAgentVersion(
  deps: Pick<Deps, 'db'>,
  place: AgentPlace & { version: number },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const row = await existingAgent(tx, place);
    const key = keyOf(place);
    const others = (await listAgentVersionRows(tx, key, { limit: 2 })).filter((each) => each.version !== row.version);
    if (others.length === 0)
      throw refused(`Version ${row.version} is the only one of ${row.agent_id}; delete the agent instead.`);
    if (row.assigned_tags.length > 0)
      throw refused(
        `Version ${row.version} has the tag ${row.assigned_tags.join(', ')}; move it to another one first.`,
      );
    const numbers = await numbersPinnedTo(tx, place.workspaceId, row.agent_id, row.version);
    if (numbers.length > 0)
      throw refused(
        `Phone numbers refer to version ${row.version}: ${numbers.slice(0, 5).join(', ')}; change them first.`,
      );
    await raiseVersionFloor(tx, key, row.version + 1);
    await deleteAgentVersionRow(tx, { ...key, version: row.version });
    await dropEngineVersion(tx, row);
  });
}

/** The number that comes after all that this agent ever had. */
export async function nextVersion(tx: Transaction<Database>, of: Row<'agents'>): Promise<number> {
  const key = { workspace_id: of.workspace_id, agent_id: of.agent_id };
  const latest = await findAgent(tx, key);
  return Math.max((latest?.version ?? -1) + 1, await findVersionFloor(tx, key));
}

/** The same settings as a draft; title and description belong to the version that they describe. */
export async function draftFrom(
  tx: Transaction<Database>,
  base: Row<'agents'>,
  version: number,
  now: number,
): Promise<Row<'agents'>> {
  await draftEngine(tx, base, version, now);
  const { version_title: _title, version_description: _description, ...config } = base.config;
  const response_engine = engineAtVersion(config['response_engine'] as ResponseEngineRef, version);
  return insertAgent(tx, {
    ...base,
    version,
    is_published: false,
    base_version: base.version,
    assigned_tags: [],
    config: JSON.stringify({ ...config, response_engine }),
    modified_at: now,
  });
}

function summary(row: Row<'agents'>): Schema<'AgentVersionSummary'> {
  const { version_title, version_description } = row.config as { [name: string]: string | null | undefined };
  return {
    version: row.version,
    is_published: row.is_published,
    last_modification_timestamp: row.modified_at,
    assigned_tags: row.assigned_tags,
    ...(row.base_version === null ? {} : { base_version: row.base_version }),
    ...(version_title == null ? {} : { version_title }),
    ...(version_description == null ? {} : { version_description }),
  };
}
