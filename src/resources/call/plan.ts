// What one call needs of its agent: the configuration it was made with, and the call's overrides laid over it.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import { runnableEngine, type Configuration, type RunnableEngine } from '../agent/index.ts';
import { configurationOfCall } from './configuration.ts';

/** Contract objects as stored: snake_case fields, validated when they were saved. */
export interface CallPlan {
  agent: Record<string, unknown>;
  engine: RunnableEngine;
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
    engine: withOverride(engineOf(configuration), override),
  };
}

function engineOf(configuration: Configuration): RunnableEngine {
  const found = runnableEngine(configuration);
  if (found.engine) return found.engine;
  throw new UnplayableCall(
    found.why === 'gone'
      ? `${found.name} was deleted before the call was made`
      : `response engines of type ${found.name} cannot run calls yet`,
  );
}

function withOverride(engine: RunnableEngine, override: Override): RunnableEngine {
  if (engine.type === 'custom-llm') return engine;
  const laidOver = engine.type === 'retell-llm' ? override.retell_llm : override.conversation_flow;
  return { ...engine, document: { ...engine.document, ...laidOver } } as RunnableEngine;
}

/** As in the contract's AgentOverrideRequest. */
interface Override {
  agent?: object;
  retell_llm?: object;
  conversation_flow?: object;
}

function overrideOf(details: Record<string, unknown>): Override {
  return (details['agent_override'] as Override | undefined) ?? {};
}
