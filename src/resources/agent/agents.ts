// Agents: create, get, list, update, delete, versions.

import { notFound, refused, unprocessable, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteAgentRows,
  findAgent,
  insertAgent,
  listAgentRows,
  listAgentVersions,
  lockVersions,
  updateAgentRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { checkAgent, type AgentConfig } from './checks.ts';
import { checkEngine, engineAtVersion, engineColumns, sameEngine, type ResponseEngineRef } from './engine.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'voices'>;
type Agent = Schema<'AgentResponse'>;

/** `version` undefined = the latest, which is the draft. */
export interface AgentPlace {
  workspaceId: string;
  agentId: string;
  version?: number | undefined;
}

/** What may still change once a version is published: how it is called, not what it does. */
const TITLES = new Set(['version_title', 'version_description']);

export async function createAgent(deps: Deps, workspaceId: string, body: RequestBody<'createAgent'>): Promise<Agent> {
  const { agent_name = null, ...config } = ownFields(body);
  const engine = config.response_engine as ResponseEngineRef;
  await checkEngine(deps.db, workspaceId, engine, 0);
  checkAgent(deps, config);
  const now = deps.now();
  const row = await insertAgent(deps.db, {
    workspace_id: workspaceId,
    agent_id: newId('agent'),
    version: 0,
    channel: 'voice',
    is_published: false,
    agent_name,
    ...engineColumns(engine),
    config: JSON.stringify({ ...config, response_engine: engineAtVersion(engine, 0) }),
    created_at: now,
    modified_at: now,
  });
  return renderAgent(row);
}

export async function getAgent(deps: Deps, place: AgentPlace): Promise<Agent> {
  return renderAgent(await existingAgent(deps.db, place));
}

/** From the latest to the first. */
export async function getAgentVersions(deps: Deps, place: AgentPlace): Promise<Agent[]> {
  const rows = await listAgentVersions(deps.db, keyOf(place));
  if (rows.length === 0) throw notFound('agent', place.agentId);
  return rows.map(renderAgent);
}

/** One entry per version. `pagination_key` and its version name the last entry of the page before. */
export async function listAgents(
  deps: Deps,
  workspaceId: string,
  query: { limit?: number; pagination_key?: string; pagination_key_version?: number },
): Promise<Agent[]> {
  const { pagination_key: agent_id, pagination_key_version: version } = query;
  const rows = await listAgentRows(
    deps.db,
    { workspace_id: workspaceId, channel: 'voice' },
    {
      limit: pageLimit(query.limit, 1000),
      ...(agent_id === undefined ? {} : { after: { agent_id, ...(version === undefined ? {} : { version }) } }),
    },
  );
  return rows.map(renderAgent);
}

/** Changes the latest version, or the one that is named. Of a published one only its description can change. */
export async function updateAgent(deps: Deps, place: AgentPlace, body: RequestBody<'updateAgent'>): Promise<Agent> {
  const change = ownFields(body);
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const row = await existingAgent(tx, place);
    if (row.is_published && Object.keys(change).some((field) => !TITLES.has(field)))
      throw unprocessable('Cannot update published agent other than version title');
    const { agent_name, ...config } = { ...configOf(row), agent_name: row.agent_name, ...change };
    const engine = await changedEngine(tx, row, change.response_engine);
    checkAgent(deps, config);
    const updated = await updateAgentRow(
      tx,
      { ...keyOf(place), version: row.version },
      {
        agent_name: agent_name ?? null,
        ...engineColumns(engine),
        config: JSON.stringify({ ...config, response_engine: engine }),
        modified_at: deps.now(),
      },
    );
    return renderAgent(updated ?? row);
  });
}

/** All versions. Calls that were made with it stay. */
export async function deleteAgent(deps: Deps, place: AgentPlace): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    // Or a version that is being published would outlive the rest.
    await lockVersions(tx, place.agentId);
    if (!(await deleteAgentRows(tx, keyOf(place)))) throw notFound('agent', place.agentId);
  });
}

/** The row of a version; throws for an agent or a version that is not there. */
export async function existingAgent(db: ResourceDeps['db'], place: AgentPlace): Promise<Row<'agents'>> {
  const row = await findAgent(db, keyOf(place), place.version);
  if (row) return row;
  const latest = place.version === undefined ? undefined : await findAgent(db, keyOf(place));
  throw notFound('agent', place.agentId, latest ? `It has versions 0 to ${latest.version}, not ${place.version}.` : '');
}

export function renderAgent(row: Row<'agents'>): Agent {
  return {
    agent_id: row.agent_id,
    version: row.version,
    is_published: row.is_published,
    agent_name: row.agent_name,
    ...configOf(row),
    last_modification_timestamp: row.modified_at,
  } as Agent;
}

/** The engine after a change. Another one can be taken only while nothing was published: versions of both go together. */
async function changedEngine(
  db: ResourceDeps['db'],
  row: Row<'agents'>,
  wanted: ResponseEngineRef | undefined,
): Promise<ResponseEngineRef> {
  const current = configOf(row).response_engine as ResponseEngineRef;
  if (wanted === undefined) return current;
  if (row.version > 0 && !sameEngine(current, wanted))
    throw refused('Cannot update response engine of agent version > 0');
  await checkEngine(db, row.workspace_id, wanted, row.version);
  return { ...engineAtVersion(wanted, row.version) };
}

function keyOf(place: AgentPlace): { workspace_id: string; agent_id: string; channel: 'voice' } {
  return { workspace_id: place.workspaceId, agent_id: place.agentId, channel: 'voice' };
}

function configOf(row: Row<'agents'>): AgentConfig {
  return row.config as AgentConfig;
}

/** Without the fields that only answers have. */
function ownFields<T extends object>(body: T): T {
  const {
    agent_id: _id,
    version: _version,
    is_published: _published,
    last_modification_timestamp: _time,
    ...own
  } = body as Record<string, unknown>;
  return own as T;
}
