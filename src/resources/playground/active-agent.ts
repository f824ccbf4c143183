// Which agent a conversation of the playground has come to. Nothing is stored: the client names the agent that it began with, and its history
// tells which swaps went well.

import type { Kysely } from 'kysely';
import type { AgentSwapConfig } from '../../conversation/index.ts';
import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { Database } from '../../storage/index.ts';
import { repeatSwap, type Configuration } from '../agent/index.ts';
import type { GivenMessage } from '../chat/index.ts';

export interface ActiveAgent {
  /** Of the agent that answers now, with what it kept from the one before. */
  configuration: Configuration;
  /** That led to it. */
  swaps: AgentSwap[];
}

/** A swap to an agent that is gone by now is passed over. */
export async function activeAgent(
  db: Kysely<Database>,
  workspaceId: string,
  first: Configuration,
  history: readonly GivenMessage[],
): Promise<ActiveAgent> {
  const swaps: AgentSwap[] = [];
  let configuration = first;
  const invoked = new Map<string, AgentSwapConfig | null>();
  let node: string | null = null;
  for (const message of history) {
    if (message.role === 'node_transition') node = 'new_node_id' in message ? (message.new_node_id ?? null) : null;
    else if (message.role === 'tool_call_invocation')
      invoked.set(message.tool_call_id, swapNamed(configuration.engine.config, message.name, node));
    else if (message.role === 'tool_call_result' && message.successful !== false) {
      const wish = invoked.get(message.tool_call_id);
      const done = wish && (await repeatSwap(db, workspaceId, wish, configuration));
      if (!done) continue;
      ({ configuration } = done);
      swaps.push(done.swap);
      node = null;
    }
  }
  return { configuration, swaps };
}

/** The tool of this name, or the node that runs by itself, wherever in the engine's document it stands. */
function swapNamed(document: unknown, name: string, node: string | null): AgentSwapConfig | null {
  if (typeof document !== 'object' || document === null) return null;
  const { type, name: own, id } = document as Record<string, unknown>;
  const isMeant = name === 'agent_swap' && node !== null ? id === node : own === name;
  if (type === 'agent_swap' && (isMeant || own === name)) return document as AgentSwapConfig;
  for (const inner of Object.values(document)) {
    const found = swapNamed(inner, name, node);
    if (found) return found;
  }
  return null;
}
