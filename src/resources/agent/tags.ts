// Tags: names for versions of an agent, like `prod`, that calls and phone numbers can refer to. Moving one moves them all.

import { invalidRequest, notFound, refused, type RequestBody, type Schema, quoted } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteAgentTagRow,
  listAgentTags,
  lockVersions,
  moveAssignedTag,
  putAgentTag,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { existingAgent, keyOf, type AgentPlace } from './place.ts';
import { DEFAULT_TAGS, isTagName, MAX_TAGS, TAG_RULE } from './tag-names.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
type AgentTags = Schema<'AgentTagsResponse'>;

export async function getAgentTags(deps: Pick<Deps, 'db'>, place: AgentPlace): Promise<AgentTags> {
  const { agent_id } = await existingAgent(deps.db, place);
  return { agent_id, tags: renderTags(await listAgentTags(deps.db, tagKey(place))) };
}

/** Makes a tag or moves it. Without a version it means whichever is the latest. Variables that are left out stay as they are. */
export async function setAgentTag(deps: Deps, place: AgentPlace, body: RequestBody<'setAgentTag'>): Promise<AgentTags> {
  const { tag, version = null, dynamic_variables } = body;
  if (!isTagName(tag)) throw invalidRequest(`tag: expected ${TAG_RULE}; got ${quoted(tag)}.`);
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const { agent_id } = await existingAgent(tx, { ...place, version });
    const before = await listAgentTags(tx, tagKey(place));
    const names = new Set([...DEFAULT_TAGS, ...before.map((row) => row.tag), tag]);
    if (names.size > MAX_TAGS)
      throw refused(`An agent has at most ${MAX_TAGS} tags: ${[...names].filter((name) => name !== tag).join(', ')}.`);
    const variables = dynamic_variables ?? before.find((row) => row.tag === tag)?.variables ?? {};
    const row = { ...tagKey(place), tag, version, variables: JSON.stringify(variables), modified_at: deps.now() };
    await putAgentTag(tx, row);
    await moveAssignedTag(tx, keyOf(place), tag, version);
    return { agent_id, tags: renderTags(await listAgentTags(tx, tagKey(place))) };
  });
}

/** `prod` and `staging` go back to meaning the latest; others are unknown afterwards. */
export async function deleteAgentTag(deps: Pick<Deps, 'db'>, place: AgentPlace, tag: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    await existingAgent(tx, place);
    if (!(await deleteAgentTagRow(tx, { ...tagKey(place), tag })))
      throw notFound('agent', place.agentId, `It has no tag ${quoted(tag)} of its own.`);
    await moveAssignedTag(tx, keyOf(place), tag, null);
  });
}

/** Those that every agent has come last. */
export function renderTags(rows: readonly Row<'agent_tags'>[]): AgentTags['tags'] {
  const set = rows.map(({ tag, version, variables }) => [
    tag,
    {
      ...(version === null ? {} : { version }),
      ...(Object.keys(variables).length === 0 ? {} : { dynamic_variables: variables }),
    },
  ]);
  return {
    ...Object.fromEntries(set),
    ...Object.fromEntries(DEFAULT_TAGS.filter((tag) => !rows.some((row) => row.tag === tag)).map((tag) => [tag, {}])),
  };
}

function tagKey({ workspaceId, agentId }: AgentPlace): { workspace_id: string; agent_id: string } {
  return { workspace_id: workspaceId, agent_id: agentId };
}
