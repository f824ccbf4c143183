// The agents' settings as one call has them.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import {
  analysisSettings,
  hearingAgents,
  keptSettingsOf,
  newestSettings,
  type AgentSettings,
} from '../agent/swapped-agents.ts';
import { configurationOfCall } from '../call/configuration.ts';
import type { CallSettings } from '../call/details.ts';

/** The settings that the call was made with, overrides laid over them. Empty when the agent of a call of old was deleted. */
export async function agentOfCall(db: Kysely<Database>, call: Row<'calls'>): Promise<AgentSettings> {
  const configuration = await configurationOfCall(db, call);
  return { ...configuration?.agent, ...overrideOf(call) };
}

/** What the call has otherwise than its first agent. */
function overrideOf({ details }: Row<'calls'>): AgentSettings | undefined {
  return (details['agent_override'] as { agent?: AgentSettings } | null | undefined)?.agent;
}

/** Those whose webhooks hear of what happens in the call now. */
export async function agentsThatHear(db: Kysely<Database>, call: Row<'calls'>): Promise<AgentSettings[]> {
  const { agent_swaps: swaps = [] } = call.details as CallSettings;
  return hearingAgents(await agentOfCall(db, call), swaps, keptSettingsOf(db, call.workspace_id));
}

/** What is to be found out about the call: by its agent, and by those that took over; as they were, or as they are by now. */
export async function analysisOfCall(
  db: Kysely<Database>,
  call: Row<'calls'>,
  which: 'kept' | 'newest',
): Promise<AgentSettings> {
  const { agent_swaps: swaps = [] } = call.details as CallSettings;
  const kept = keptSettingsOf(db, call.workspace_id);
  if (which === 'kept') return analysisSettings(await agentOfCall(db, call), swaps, kept);
  const newest = newestSettings(db, call.workspace_id, 'voice');
  const found = await newest(call.agent_id);
  const first = found ? { ...found, ...overrideOf(call) } : await agentOfCall(db, call);
  return analysisSettings(first, swaps, async (swap) => (await newest(swap.agent_id)) ?? kept(swap));
}
