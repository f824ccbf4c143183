// Which agents serve a number: lists of weighted agents, and the older fields for a single one, which say the same.

import type { Kysely } from 'kysely';
import { ApiError, invalidRequest, type Schema } from '../../contract/index.ts';
import type { Database } from '../../storage/index.ts';
import { resolveAgent, type AgentReference, type Channel } from '../agent/index.ts';

export type AgentWeight = Schema<'AgentWeight'>;

/** Lists of agents of a number, and the channel of their agents. */
export const AGENT_LISTS = {
  inbound_agents: 'voice',
  outbound_agents: 'voice',
  inbound_sms_agents: 'chat',
  outbound_sms_agents: 'chat',
} as const satisfies Record<string, Channel>;

export type AgentListName = keyof typeof AGENT_LISTS;
/** Empty or absent: nobody. */
export type AgentLists = { [name in AgentListName]?: AgentWeight[] };

/** The older fields: `inbound_agent_id` with `inbound_agent_version`. */
const OLDER = { inbound_agents: 'inbound_agent', outbound_agents: 'outbound_agent' } as const;

/** Sums like 0.1 + 0.2 + 0.7 are not exact. */
const TOLERANCE = 1e-6;
const MAX_AGENTS = 100;

type Body = Record<string, unknown>;

/**
 * The lists after a request: a list that names somebody counts, else the older field beside it, else the list that is null or empty
 * unbinds everybody. What the request does not speak of stays as it was.
 */
export function changedAgentLists(current: AgentLists, body: Body): AgentLists {
  const lists: AgentLists = {};
  for (const name of Object.keys(AGENT_LISTS) as AgentListName[]) {
    if (current[name]) lists[name] = current[name];
    const given = body[name] as AgentWeight[] | null | undefined;
    const older = given?.length ? undefined : olderList(name, current[name] ?? [], body);
    if (given?.length) lists[name] = given.map(ownFields);
    else if (older) lists[name] = older;
    else if (given !== undefined) lists[name] = [];
  }
  return lists;
}

/** What the older fields ask for; undefined when they are silent. */
function olderList(name: AgentListName, current: AgentWeight[], body: Body): AgentWeight[] | undefined {
  if (!(name in OLDER)) return undefined;
  const prefix = OLDER[name as keyof typeof OLDER];
  const id = body[`${prefix}_id`] as string | null | undefined;
  const version = body[`${prefix}_version`] as AgentReference;
  if (id === null) return [];
  if (id !== undefined) {
    const kept = current.length === 1 && current[0]?.agent_id === id ? current[0].agent_version : undefined;
    return [soleAgent(id, version === undefined ? kept : version)];
  }
  if (version === undefined) return undefined;
  if (current.length === 1) return [soleAgent((current[0] as AgentWeight).agent_id, version)];
  if (version === null) return undefined;
  throw invalidRequest(
    current.length === 0
      ? `${prefix}_version: expected ${prefix}_id with it, as no agent is bound yet.`
      : `${prefix}_version: ${current.length} agents are bound; name their versions in ${name}.`,
  );
}

function soleAgent(agent_id: string, version: AgentReference): AgentWeight {
  return { agent_id, ...(version == null ? {} : { agent_version: version }), weight: 1 };
}

function ownFields({ agent_id, agent_version, weight }: AgentWeight): AgentWeight {
  return { agent_id, ...(agent_version == null ? {} : { agent_version }), weight };
}

/** Throws 400 for lists of `names` whose weights do not sum to 1, or which name an agent that is not there. */
export async function checkAgentLists(
  db: Kysely<Database>,
  workspaceId: string,
  lists: AgentLists,
  names: readonly AgentListName[],
): Promise<void> {
  for (const name of names) {
    const list = lists[name] ?? [];
    if (list.length === 0) continue;
    checkWeights(name, list);
    for (const [i, agent] of list.entries())
      await checkBound(db, workspaceId, `${name}[${i}]`, agent, AGENT_LISTS[name]);
  }
}

function checkWeights(name: AgentListName, list: readonly AgentWeight[]): void {
  if (list.length > MAX_AGENTS)
    throw invalidRequest(`${name}: expected at most ${MAX_AGENTS} agents, got ${list.length}.`);
  const sum = list.reduce((total, { weight }) => total + weight, 0);
  if (Math.abs(sum - 1) > TOLERANCE)
    throw invalidRequest(`${name}: expected weights that sum to 1, got ${Number(sum.toFixed(6))}.`);
}

/** The routes that bind agents list no 422. */
async function checkBound(
  db: Kysely<Database>,
  workspaceId: string,
  path: string,
  agent: AgentWeight,
  channel: Channel,
): Promise<void> {
  try {
    await resolveAgent(db, workspaceId, agent.agent_id, agent.agent_version, channel, `${path}.agent_version`);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'unknown_asset') throw error;
    throw invalidRequest(`${path}: ${error.message}`);
  }
}

/** All lists, and the older fields beside them: of several agents these show the likeliest. */
export function renderAgentLists(lists: AgentLists): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of Object.keys(AGENT_LISTS) as AgentListName[]) {
    const list = lists[name] ?? [];
    shown[name] = list.length === 0 ? null : list;
  }
  for (const [name, prefix] of Object.entries(OLDER)) {
    const [first, ...others] = lists[name as AgentListName] ?? [];
    const likeliest = others.reduce((best, one) => (best && one.weight > best.weight ? one : best), first);
    shown[`${prefix}_id`] = likeliest?.agent_id ?? null;
    shown[`${prefix}_version`] = likeliest?.agent_version ?? null;
  }
  return shown;
}

/** Draws one agent by its weight; null when the list is empty. `random`: in [0, 1). */
export function drawAgent(list: readonly AgentWeight[], random: () => number): AgentWeight | null {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const agent of list) {
    left -= agent.weight;
    if (left < 0) return agent;
  }
  // Rounding may leave a hair over.
  return list.at(-1) ?? null;
}
