// Where a request finds an agent, and the row that is there.

import type { Kysely } from 'kysely';
import type { AgentKey, Database, Row } from '../../storage/index.ts';
import { resolveAgent, type AgentReference, type Channel } from './resolve.ts';

export interface AgentPlace {
  workspaceId: string;
  agentId: string;
  /** `any` for routes that serve agents of both. */
  channel: Channel | 'any';
  /** Without it the latest. */
  version?: AgentReference;
}

/** Throws for an agent, a version or a tag that is not there. */
export async function existingAgent(db: Kysely<Database>, place: AgentPlace): Promise<Row<'agents'>> {
  const { workspaceId, agentId, version, channel } = place;
  return (await resolveAgent(db, workspaceId, agentId, version, channel)).agent;
}

export function keyOf(place: AgentPlace): AgentKey {
  const { workspaceId, agentId, channel } = place;
  return { workspace_id: workspaceId, agent_id: agentId, channel: channel === 'any' ? undefined : channel };
}
