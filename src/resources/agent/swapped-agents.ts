// What swaps of agents change for the record of a conversation: who hears of it, what is found out about it, by whose rules it goes on. The first
// agent's webhook and analysis count until a swap says otherwise.

import type { Kysely } from 'kysely';
import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { EngineStanding } from '../../conversation/index.ts';
import { findAgent, type Database, type Row } from '../../storage/index.ts';
import { configurationOfSwap } from './swap-configuration.ts';

export type AgentSettings = Record<string, unknown>;

/** The settings of a swap's agent. */
export type SettingsOf = (swap: AgentSwap) => Promise<AgentSettings>;

/** As they were kept when it took over. */
export function keptSettingsOf(db: Kysely<Database>, workspaceId: string): SettingsOf {
  return async (swap) => ({ ...(await configurationOfSwap(db, workspaceId, swap))?.agent, ...swap.kept });
}

/** As the newest version of an agent has them; undefined when it is gone. */
export function newestSettings(
  db: Kysely<Database>,
  workspace_id: string,
  channel: 'voice' | 'chat',
): (agentId: string) => Promise<AgentSettings | undefined> {
  return async (agent_id) => (await findAgent(db, { workspace_id, agent_id, channel }))?.config;
}

/** Agents that took over in a chat, in order. */
export function swapsOfChat({ details }: Pick<Row<'chats'>, 'details'>): AgentSwap[] {
  return (details['standing'] as EngineStanding | undefined)?.swaps ?? [];
}

/** Agents whose webhooks hear of what happens now. */
export async function hearingAgents(
  first: AgentSettings,
  swaps: readonly AgentSwap[],
  settingsOf: SettingsOf,
): Promise<AgentSettings[]> {
  let hearing = [first];
  for (const swap of swaps) {
    if (swap.webhook_setting === 'only_source_agent') continue;
    const agent = await settingsOf(swap);
    hearing = swap.webhook_setting === 'both_agents' ? [...hearing, agent] : [agent];
  }
  return hearing;
}

/** Settings for the analysis, in one: fields of both agents stand side by side, the later agent's where names are the same. */
export async function analysisSettings(
  first: AgentSettings,
  swaps: readonly AgentSwap[],
  settingsOf: SettingsOf,
): Promise<AgentSettings> {
  let settings = first;
  for (const swap of swaps) {
    const agent = await settingsOf(swap);
    settings = swap.post_call_analysis_setting === 'both_agents' ? joined(settings, agent) : agent;
  }
  return settings;
}

/** The agent that talks now. */
export async function activeSettings(
  first: AgentSettings,
  swaps: readonly AgentSwap[],
  settingsOf: SettingsOf,
): Promise<AgentSettings> {
  const last = swaps.at(-1);
  return last ? settingsOf(last) : first;
}

function joined(first: AgentSettings, later: AgentSettings): AgentSettings {
  const all = { ...first, ...Object.fromEntries(Object.entries(later).filter(([, value]) => value != null)) };
  for (const name of ['post_call_analysis_data', 'post_chat_analysis_data']) {
    const [before, after] = [fieldsOf(first[name]), fieldsOf(later[name])];
    const names = new Set(after.map((field) => field.name));
    all[name] = [...before.filter((field) => !names.has(field.name)), ...after];
  }
  return all;
}

function fieldsOf(value: unknown): { name: string }[] {
  return Array.isArray(value) ? (value as { name: string }[]) : [];
}
