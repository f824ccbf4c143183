// The agent's settings as one call has them.

import type { Kysely } from 'kysely';
import { findAgent, type Database, type Row } from '../../storage/index.ts';

/** The settings of the call's agent in its version, overrides laid over them. Empty when the agent was deleted. */
export async function agentOfCall(db: Kysely<Database>, call: Row<'calls'>): Promise<Record<string, unknown>> {
  const key = { workspace_id: call.workspace_id, agent_id: call.agent_id, channel: 'voice' } as const;
  const agent = await findAgent(db, key, call.agent_version);
  const override = call.details['agent_override'] as { agent?: Record<string, unknown> } | null | undefined;
  return { ...agent?.config, ...override?.agent };
}
