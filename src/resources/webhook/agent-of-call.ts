// The agent's settings as one call has them.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import { configurationOfCall } from '../call/configuration.ts';

/** The settings that the call was made with, overrides laid over them. Empty when the agent of a call of old was deleted. */
export async function agentOfCall(db: Kysely<Database>, call: Row<'calls'>): Promise<Record<string, unknown>> {
  const configuration = await configurationOfCall(db, call);
  const override = call.details['agent_override'] as { agent?: Record<string, unknown> } | null | undefined;
  return { ...configuration?.agent, ...override?.agent };
}
