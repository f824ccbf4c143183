// What one call needs of its agent: the stored configuration with the call's overrides laid over it.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import { findAgent, findRetellLlm } from '../../storage/index.ts';

/** Contract objects as stored: snake_case fields, validated when they were saved. */
export interface CallPlan {
  agent: Record<string, unknown>;
  llm: Record<string, unknown>;
}

/** Thrown when a call cannot be run as configured; `message` goes into the call's log. */
export class UnplayableCall extends Error {
  override readonly name = 'UnplayableCall';
}

/** Reads agent and engine in the versions that the call was created with, overrides applied. Throws UnplayableCall. */
export async function planCall(db: Kysely<Database>, call: Row<'calls'>): Promise<CallPlan> {
  const agent = await findAgent(
    db,
    { workspace_id: call.workspace_id, agent_id: call.agent_id, channel: 'voice' },
    call.agent_version,
  );
  if (!agent)
    throw new UnplayableCall(`agent ${call.agent_id} version ${call.agent_version} was deleted before the call began`);
  if (agent.engine_type !== 'retell-llm' || agent.engine_id === null) {
    throw new UnplayableCall(`response engines of type ${agent.engine_type} cannot run calls yet`);
  }
  const version = engineVersion(agent.config) ?? agent.version;
  const llm = await findRetellLlm(db, { workspace_id: call.workspace_id, llm_id: agent.engine_id }, version);
  if (!llm)
    throw new UnplayableCall(`Retell LLM ${agent.engine_id} version ${version} was deleted before the call began`);
  const override = overrideOf(call.details);
  return {
    agent: { ...agent.config, agent_name: agent.agent_name, ...override.agent },
    llm: { ...llm.config, ...override.retell_llm },
  };
}

function engineVersion(config: Record<string, unknown>): number | null {
  const engine = config['response_engine'] as { version?: number | null } | undefined;
  return engine?.version ?? null;
}

function overrideOf(details: Record<string, unknown>): { agent?: object; retell_llm?: object } {
  return (details['agent_override'] as { agent?: object; retell_llm?: object } | undefined) ?? {};
}
