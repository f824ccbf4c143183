// What two versions of an agent differ in, their engines included.

import type { Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { diff, type Change } from './diff.ts';
import { engineDocument } from './engine-document.ts';
import type { AgentPlace } from './place.ts';
import { resolveAgent, type AgentReference } from './resolve.ts';

/** Throws for a version that is not there. */
export async function compareAgentVersions(
  deps: Pick<ResourceDeps, 'db'>,
  { workspaceId, agentId, channel }: AgentPlace,
  query: { from?: AgentReference; to?: AgentReference },
): Promise<Schema<'AgentComparison'>> {
  const { agent: from } = await resolveAgent(deps.db, workspaceId, agentId, query.from, channel, 'from');
  const { agent: to } = await resolveAgent(deps.db, workspaceId, agentId, query.to, channel, 'to');
  const changes = await changesBetween(deps.db, from, to);
  return { agent_id: from.agent_id, from_version: from.version, to_version: to.version, changes };
}

async function changesBetween(db: ResourceDeps['db'], from: Row<'agents'>, to: Row<'agents'>): Promise<Change[]> {
  const [before, after] = [await engineDocument(db, from), await engineDocument(db, to)];
  return [
    ...diff(settingsOf(from), settingsOf(to), 'agent'),
    ...diff(before.config ?? undefined, after.config ?? undefined, 'engine'),
  ];
}

/** Without the engine's version, which follows the agent's. */
function settingsOf(row: Row<'agents'>): Record<string, unknown> {
  const { version: _version, ...response_engine } = row.config['response_engine'] as { version?: unknown };
  return { agent_name: row.agent_name, ...row.config, response_engine };
}
