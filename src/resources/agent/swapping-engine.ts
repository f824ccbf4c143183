// The response engine of one conversation, in which agents may take each other's place: calls, chats, the playground and simulations get theirs
// here. Agents of every kind of engine can follow one another.

import type { Kysely } from 'kysely';
import { ApiError } from '../../contract/index.ts';
import { createSwapper, type AgentSwapConfig, type OpenAgent, type SwapFrom } from '../../conversation/index.ts';
import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { Database } from '../../storage/index.ts';
import { createEngine, type EngineDeps, type EngineSettings, type MadeEngine } from './create-engine.ts';
import { keptSettings } from './kept-settings.ts';
import { resolveAgent } from './resolve.ts';
import { runnableEngine, type RunnableEngine } from './runnable-engine.ts';
import { currentConfiguration, readSnapshot, takeSnapshot, type Configuration } from './snapshot.ts';
import { configurationOfSwap } from './swap-configuration.ts';

/** `agent` and `engine` are those that the conversation began with; its standing knows who is active. */
export async function createSwappingEngine(deps: EngineDeps, first: EngineSettings): Promise<MadeEngine> {
  const open: OpenAgent = async (wish, from) => {
    const { workspaceId, session, trial } = first;
    const found = await findAgent(deps.db, { workspaceId, channel: session.type, keeps: !trial }, wish);
    if (!found.ok) return found;
    const { configuration, hash, engine } = found;
    const swap = swapOf(wish, configuration, hash, keptSettings(wish, from.settings));
    const settings = { ...configuration.agent, ...swap.kept };
    const made = await createEngine(deps, settingsFor(first, from.standing, settings, engine));
    const { substituted, name } = made.thinking;
    if (substituted) first.warn?.(`${name} stands in for ${substituted.wanted}: ${substituted.why}`);
    return { ok: true, party: { engine: made.engine, settings }, swap };
  };
  const swapper = createSwapper(open);
  const active = await activeParty(deps.db, first);
  const { engine, thinking } = await createEngine(deps, { ...active, swapAgent: swapper.request });
  const started = swapper.start({ engine, settings: active.agent }, first.standing?.swaps ?? []);
  return { engine: started, thinking };

  function settingsFor(
    { workspaceId, variables, session, trial, warn, line, texting }: EngineSettings,
    standing: SwapFrom['standing'],
    agent: Record<string, unknown>,
    runnable: RunnableEngine,
  ): EngineSettings {
    const shared = { workspaceId, variables, session, standing, line, texting, swapAgent: swapper.request };
    return { ...shared, agent, engine: runnable, ...(trial && { trial }), ...(warn && { warn }) };
  }
}

/**
 * A swap that went well before, done again in a conversation that keeps nothing: the agent's configuration as it stands, with what stays of the
 * one before. Null when the agent is gone.
 */
export async function repeatSwap(
  db: Kysely<Database>,
  workspaceId: string,
  wish: AgentSwapConfig,
  before: Configuration,
): Promise<{ configuration: Configuration; swap: AgentSwap } | null> {
  const found = await findAgent(db, { workspaceId, channel: before.channel, keeps: false }, wish);
  if (!found.ok) return null;
  const swap = swapOf(wish, found.configuration, null, keptSettings(wish, before.agent));
  const agent = { ...found.configuration.agent, ...swap.kept };
  return { configuration: { ...found.configuration, agent }, swap };
}

/** Settings of a conversation that goes on: of the agent that took over last, as they were kept then. */
async function activeParty(db: Kysely<Database>, first: EngineSettings): Promise<EngineSettings> {
  const last = first.standing?.swaps?.at(-1);
  if (!last) return first;
  const configuration = await configurationOfSwap(db, first.workspaceId, last);
  const engine = configuration && runnableEngine(configuration).engine;
  if (!engine) throw new Error(`the configuration of ${last.agent_id} is not there`);
  return { ...first, agent: { ...configuration.agent, ...last.kept }, engine };
}

type Found =
  { ok: true; configuration: Configuration; hash: string | null; engine: RunnableEngine } | { ok: false; why: string };

async function findAgent(
  db: Kysely<Database>,
  { workspaceId, channel, keeps }: { workspaceId: string; channel: Configuration['channel']; keeps: boolean },
  wish: AgentSwapConfig,
): Promise<Found> {
  try {
    const { agent_id = '', agent_version } = wish;
    const { agent, variables } = await resolveAgent(db, workspaceId, agent_id, agent_version, channel);
    const hash = keeps ? await db.transaction().execute((trx) => takeSnapshot(trx, agent, variables)) : null;
    const configuration =
      hash === null ? await currentConfiguration(db, agent, variables) : await readSnapshot(db, workspaceId, hash);
    if (!configuration) return { ok: false, why: 'its configuration is not there.' };
    const found = runnableEngine(configuration);
    if (found.engine) return { ok: true, configuration, hash, engine: found.engine };
    return {
      ok: false,
      why: found.why === 'gone' ? `the ${found.name} is not there any more.` : `${found.name} agents cannot run here.`,
    };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, why: error.message };
    throw error;
  }
}

function swapOf(
  wish: AgentSwapConfig,
  { agent_id, version, agent }: Configuration,
  hash: string | null,
  kept: Record<string, unknown>,
): AgentSwap {
  return {
    agent_id,
    agent_version: version,
    agent_name: typeof agent['agent_name'] === 'string' ? agent['agent_name'] : null,
    configuration_hash: hash,
    webhook_setting: wish.webhook_setting ?? 'only_source_agent',
    post_call_analysis_setting: wish.post_call_analysis_setting ?? 'only_destination_agent',
    kept,
  };
}
