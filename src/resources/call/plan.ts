// What one call needs of its agent: the configuration it was made with, and the call's overrides laid over it.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import type { Configuration } from '../agent/snapshot.ts';
import { configurationOfCall } from './configuration.ts';

/** Contract objects as stored: snake_case fields, validated when they were saved. */
export interface CallPlan {
  agent: Record<string, unknown>;
  llm: Record<string, unknown>;
}

/** Thrown when a call cannot be run as configured; `message` goes into the call's log. */
export class UnplayableCall extends Error {
  override readonly name = 'UnplayableCall';
}

/** Throws UnplayableCall. */
export async function planCall(db: Kysely<Database>, call: Row<'calls'>): Promise<CallPlan> {
  const configuration = await configurationOfCall(db, call);
  if (!configuration)
    throw new UnplayableCall(`agent ${call.agent_id} version ${call.agent_version} was deleted before the call began`);
  const override = overrideOf(call.details);
  return {
    agent: { ...configuration.agent, ...override.agent },
    llm: { ...llmOf(configuration), ...override.retell_llm },
  };
}

/** The engine's settings; variables of the tag stand in for those that it has by default. */
function llmOf({ engine, variables }: Configuration): Record<string, unknown> {
  const { type, id, version, config } = engine;
  if (type !== 'retell-llm') throw new UnplayableCall(`response engines of type ${type} cannot run calls yet`);
  if (!config) throw new UnplayableCall(`Retell LLM ${id} version ${version} was deleted before the call was made`);
  if (Object.keys(variables).length === 0) return config;
  const defaults = config['default_dynamic_variables'] as object | null | undefined;
  return { ...config, default_dynamic_variables: { ...defaults, ...variables } };
}

function overrideOf(details: Record<string, unknown>): { agent?: object; retell_llm?: object } {
  return (details['agent_override'] as { agent?: object; retell_llm?: object } | undefined) ?? {};
}
