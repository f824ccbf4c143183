// Publishing, in both generations of the API: a draft becomes unchangeable together with its engine.

import type { Transaction } from 'kysely';
import { refused, type RequestBody } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import { findAgent, lockVersions, updateAgentRow } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { freezeEngine } from './engine-versions.ts';
import { existingAgent, keyOf, type AgentPlace } from './place.ts';
import { draftFrom, nextVersion } from './versions.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;

/** The older one: publishes the latest draft and opens the next one of agent and engine. */
export async function publishAgent(deps: Deps, place: AgentPlace): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const draft = await findAgent(tx, keyOf(place), undefined, { published: false });
    if (!draft) {
      const { version } = await existingAgent(tx, place);
      throw refused(
        `Agent ${place.agentId} has no draft: version ${version} is published. create-agent-version makes one from it.`,
      );
    }
    const now = deps.now();
    // The next draft first: freezing a flow replaces its links to shared components by copies.
    await draftFrom(tx, draft, await nextVersion(tx, draft), now);
    await freeze(tx, draft, {}, now);
  });
}

/** The newer one: publishes one draft in place and opens none. Of what is published already only title and description change. */
export async function publishAgentVersion(
  deps: Deps,
  place: AgentPlace,
  { version, ...titles }: RequestBody<'publishAgentVersion'>,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const row = await existingAgent(tx, { ...place, version });
    const { version_title, version_description } = titles;
    const change = {
      ...(version_title === undefined ? {} : { version_title }),
      ...(version_description === undefined ? {} : { version_description }),
    };
    await freeze(tx, row, change, deps.now());
  });
}

async function freeze(tx: Transaction<Database>, row: Row<'agents'>, titles: object, now: number): Promise<void> {
  const { workspace_id, agent_id, version } = row;
  const config = JSON.stringify({ ...row.config, ...titles });
  await updateAgentRow(tx, { workspace_id, agent_id, version }, { is_published: true, config, modified_at: now });
  await freezeEngine(tx, row, now);
}
