// Which version of an agent is meant: a number, `latest`, `latest_published`, or a tag.

import type { Kysely } from 'kysely';
import { invalidRequest, notFound, type Asset, quoted } from '../../contract/index.ts';
import { findAgent, findAgentTag, type AgentKey, type Database, type Row } from '../../storage/index.ts';
import { isTagName, DEFAULT_TAGS } from './tag-names.ts';

/** As bodies and queries give it. Nothing = the latest, which as a rule is a draft. */
export type AgentReference = number | string | null | undefined;
export type Channel = Row<'agents'>['channel'];

export interface ResolvedAgent {
  agent: Row<'agents'>;
  /** The tag that was named. */
  tag: string | null;
  /** Dynamic variables that the tag carries, weaker than those of a request. */
  variables: Record<string, string>;
}

/**
 * The agent in the version that is meant. An agent of the other channel is unknown. Throws 422 for an unknown agent, version or tag, 400
 * for a text that can be none of them; `field` names it in the message.
 */
export async function resolveAgent(
  db: Kysely<Database>,
  workspaceId: string,
  agentId: string,
  reference: AgentReference,
  channel: Channel | 'any' = 'voice',
  field = 'version',
): Promise<ResolvedAgent> {
  const key: AgentKey = {
    workspace_id: workspaceId,
    agent_id: agentId,
    channel: channel === 'any' ? undefined : channel,
  };
  const meant = readReference(reference, field);
  if (meant.is === 'latest') return plain(await latestAgent(db, key));
  if (meant.is === 'tag') return taggedAgent(db, key, meant.tag);
  const wanted = meant.is === 'version' ? meant.version : undefined;
  const agent = await findAgent(db, key, wanted, meant.is === 'latest_published' ? { published: true } : {});
  if (agent) return plain(agent);
  const { version } = await latestAgent(db, key);
  const hint =
    wanted === undefined ? 'No version of it is published.' : `It has no version ${wanted}, the latest is ${version}.`;
  throw notFound(assetOf(key.channel), agentId, hint);
}

/** What error messages call an agent of this channel. */
export function assetOf(channel: Channel | undefined): Asset {
  return channel === 'chat' ? 'chat agent' : 'agent';
}

type Meant = { is: 'latest' | 'latest_published' } | { is: 'version'; version: number } | { is: 'tag'; tag: string };

function readReference(reference: AgentReference, field: string): Meant {
  if (reference == null || reference === '' || reference === 'latest') return { is: 'latest' };
  if (typeof reference === 'number') return { is: 'version', version: reference };
  if (reference === 'latest_published') return { is: 'latest_published' };
  const digits = /^v?(\d{1,9})$/.exec(reference)?.[1];
  if (digits !== undefined) return { is: 'version', version: Number(digits) };
  if (isTagName(reference)) return { is: 'tag', tag: reference };
  throw invalidRequest(
    `${field}: expected the number of a version, latest, latest_published or a tag, got ${quoted(reference)}.`,
  );
}

async function taggedAgent(db: Kysely<Database>, key: AgentKey, tag: string): Promise<ResolvedAgent> {
  const row = await findAgentTag(db, { workspace_id: key.workspace_id, agent_id: key.agent_id, tag });
  const pinned = row?.version ?? null;
  const agent = pinned === null ? await latestAgent(db, key) : await findAgent(db, key, pinned);
  if (!agent || (!row && !DEFAULT_TAGS.includes(tag)))
    throw notFound(assetOf(key.channel), key.agent_id, `It has no version with the tag ${JSON.stringify(tag)}.`);
  return { agent, tag, variables: row?.variables ?? {} };
}

async function latestAgent(db: Kysely<Database>, key: AgentKey): Promise<Row<'agents'>> {
  const agent = await findAgent(db, key);
  if (!agent) throw notFound(assetOf(key.channel), key.agent_id);
  return agent;
}

function plain(agent: Row<'agents'>): ResolvedAgent {
  return { agent, tag: null, variables: {} };
}
