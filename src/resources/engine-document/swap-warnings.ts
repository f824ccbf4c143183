// Agents that a document hands the conversation to should be there. Kept all the same: two agents that swap to each other are made one after
// the other, and one may be deleted later.

import { quoted } from '../../contract/index.ts';
import { findKnownAgentIds } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { warning, type EngineWarning } from './warning.ts';

/** A tool or a node of whatever type. */
export interface PlacedTool {
  path: string;
  tool: object;
  node?: { id: string; name?: string };
}

/** One for each swap to an agent that the workspace does not have. */
export async function swapWarnings(
  db: ResourceDeps['db'],
  workspaceId: string,
  tools: readonly PlacedTool[],
): Promise<EngineWarning[]> {
  const swaps = tools.flatMap(({ path, tool, node }) => {
    const { type, agent_id: agentId } = tool as { type?: unknown; agent_id?: unknown };
    return type === 'agent_swap' && typeof agentId === 'string' ? [{ path, agentId, node }] : [];
  });
  if (swaps.length === 0) return [];
  const known = await findKnownAgentIds(db, workspaceId, [...new Set(swaps.map(({ agentId }) => agentId))]);
  return swaps.flatMap(({ path, agentId, node }) =>
    known.has(agentId)
      ? []
      : [
          warning(
            'unknown_agent',
            `${path}.agent_id`,
            `There is no agent ${quoted(agentId)}; the swap to it fails.`,
            node,
          ),
        ],
  );
}
