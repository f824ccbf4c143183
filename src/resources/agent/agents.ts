// Agents of both channels: create, get, update, delete.

import type { Transaction } from 'kysely';
import { notFound, refused, unprocessable, type RequestBody } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  deleteAgentRows,
  deleteAgentTagRows,
  deleteVersionFloor,
  findAgent,
  insertAgent,
  lockVersions,
  updateAgentRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';
import { unbindAgent } from '../phone-number/unbind-agent.ts';
import { withOwnVoices } from '../voice/index.ts';
import { checkAgent, type AgentConfig } from './checks.ts';
import { checkEngine, engineAtVersion, engineColumns, sameEngine, type ResponseEngineRef } from './engine.ts';
import { ownFields } from './fields.ts';
import { existingAgent, keyOf, type AgentPlace } from './place.ts';
import { renderAgent, type Agent, type ChatAgent } from './render.ts';
import { assetOf, type Channel } from './resolve.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'voices'>;

/** What may still change once a version is published: how it is called, not what it does. */
const TITLES = new Set(['version_title', 'version_description']);

export async function createAgent(deps: Deps, workspaceId: string, body: RequestBody<'createAgent'>): Promise<Agent> {
  return renderAgent<Agent>(await create(deps, workspaceId, 'voice', body));
}

export async function createChatAgent(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createChatAgent'>,
): Promise<ChatAgent> {
  return renderAgent<ChatAgent>(await create(deps, workspaceId, 'chat', body));
}

export async function getAgent(deps: Pick<Deps, 'db'>, place: AgentPlace): Promise<Agent | ChatAgent> {
  return renderAgent(await existingAgent(deps.db, place));
}

/** Changes the latest draft, or the version that is named. Of a published one only its title and description can change. */
export async function updateAgent(deps: Deps, place: AgentPlace, body: object): Promise<Agent | ChatAgent> {
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const row = await agentToUpdate(tx, place);
    const change = ownFields(row.channel, body);
    if (row.is_published && Object.keys(change).some((field) => !TITLES.has(field)))
      throw unprocessable('Cannot update published agent other than version title');
    const { agent_name, ...config } = { ...row.config, agent_name: row.agent_name, ...change } as AgentConfig;
    const engine = await changedEngine(tx, row, change['response_engine'] as ResponseEngineRef | undefined);
    checkAgent(await withOwnVoices({ ...deps, db: tx }, place.workspaceId), config, '', row.channel);
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

/** All versions, and the tags; numbers lose it. Calls and chats that were made with it stay, those that wait or run go on. */
export async function deleteAgent(deps: Pick<Deps, 'db' | 'now'>, place: AgentPlace): Promise<void> {
  const key = keyOf(place);
  await deps.db.transaction().execute(async (tx) => {
    // Or a version that is being published would outlive the rest.
    await lockVersions(tx, place.agentId);
    if (!(await deleteAgentRows(tx, key, deps.now()))) throw notFound(assetOf(key.channel), place.agentId);
    await deleteAgentTagRows(tx, key);
    await deleteVersionFloor(tx, key);
    await unbindAgent(tx, place.workspaceId, place.agentId, deps.now());
  });
}

async function create(deps: Deps, workspaceId: string, channel: Channel, body: object): Promise<Row<'agents'>> {
  const { agent_name = null, ...config } = ownFields(channel, body) as AgentConfig;
  const engine = config.response_engine as ResponseEngineRef;
  checkAgent(await withOwnVoices(deps, workspaceId), config, '', channel);
  return deps.db.transaction().execute(async (tx) => {
    await checkEngine(tx, workspaceId, engine, 0);
    const now = deps.now();
    return insertAgent(tx, {
      workspace_id: workspaceId,
      agent_id: newId('agent'),
      version: 0,
      channel,
      is_published: false,
      agent_name,
      ...engineColumns(engine),
      config: JSON.stringify({ ...config, response_engine: engineAtVersion(engine, 0) }),
      created_at: now,
      modified_at: now,
    });
  });
}

/** Without a version the latest draft; when all are published the latest, of which the titles can change. */
async function agentToUpdate(db: ResourceDeps['db'], place: AgentPlace): Promise<Row<'agents'>> {
  const isNamed = place.version != null && place.version !== '';
  const draft = isNamed ? undefined : await findAgent(db, keyOf(place), undefined, { published: false });
  return draft ?? existingAgent(db, place);
}

/** The engine after a change. Another one can be taken only while the agent is at version 0: versions of both go together. */
async function changedEngine(
  tx: Transaction<Database>,
  row: Row<'agents'>,
  wanted: ResponseEngineRef | undefined,
): Promise<ResponseEngineRef> {
  const current = row.config['response_engine'] as ResponseEngineRef;
  if (wanted === undefined) return current;
  if (row.version > 0 && !sameEngine(current, wanted))
    throw refused('Cannot update response engine of agent version > 0');
  await checkEngine(tx, row.workspace_id, wanted, row.version);
  return engineAtVersion(wanted, row.version);
}
