// The configuration of an agent that took over in a conversation.

import type { Kysely } from 'kysely';
import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { Database } from '../../storage/index.ts';
import { resolveAgent } from './resolve.ts';
import { currentConfiguration, readSnapshot, type Configuration } from './snapshot.ts';

/** As it was kept; where nothing is kept, as it stands, and it throws for an agent that is gone. */
export async function configurationOfSwap(
  db: Kysely<Database>,
  workspaceId: string,
  swap: AgentSwap,
): Promise<Configuration | undefined> {
  if (swap.configuration_hash !== null) return readSnapshot(db, workspaceId, swap.configuration_hash);
  const { agent, variables } = await resolveAgent(db, workspaceId, swap.agent_id, swap.agent_version, 'any');
  return currentConfiguration(db, agent, variables);
}
