// Publishing: the draft becomes unchangeable together with its engine, and both get a new draft with the next number.

import type { Transaction } from 'kysely';
import { refused, type Schema } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  findRetellLlm,
  insertAgent,
  insertRetellLlm,
  lockVersions,
  updateAgentRow,
  updateRetellLlmRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { existingAgent, type AgentPlace } from './agents.ts';
import { engineAtVersion, type ResponseEngineRef } from './engine.ts';

/** Publishes the latest version. */
export async function publishAgent(deps: Pick<ResourceDeps, 'db' | 'now'>, place: AgentPlace): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const draft = await existingAgent(tx, { workspaceId: place.workspaceId, agentId: place.agentId });
    if (draft.is_published)
      throw refused(`Agent ${place.agentId} has no draft: version ${draft.version} is published.`);
    const now = deps.now();
    const { workspace_id, agent_id, channel, version } = draft;
    await updateAgentRow(tx, { workspace_id, agent_id, channel, version }, { is_published: true, modified_at: now });
    if (draft.engine_type === 'retell-llm' && draft.engine_id !== null)
      await publishRetellLlm(tx, { workspace_id, llm_id: draft.engine_id }, version, now);
    await insertAgent(tx, nextDraft(draft, now));
  });
}

/** Another agent that shares the engine may have done either step already. */
async function publishRetellLlm(
  tx: Transaction<Database>,
  key: { workspace_id: string; llm_id: string },
  version: number,
  now: number,
): Promise<void> {
  await lockVersions(tx, key.llm_id);
  const row = await findRetellLlm(tx, key, version);
  if (!row) return;
  if (!row.is_published) await updateRetellLlmRow(tx, { ...key, version }, { is_published: true, modified_at: now });
  if (await findRetellLlm(tx, key, version + 1)) return;
  await insertRetellLlm(tx, {
    ...row,
    version: version + 1,
    is_published: false,
    config: JSON.stringify(row.config),
    modified_at: now,
  });
}

/** The same settings; a description belongs to the version that it describes. */
function nextDraft(published: Row<'agents'>, now: number) {
  const version = published.version + 1;
  const { version_description: _description, ...config } = published.config as Schema<'AgentRequest'>;
  const response_engine = engineAtVersion(config.response_engine as ResponseEngineRef, version);
  return {
    ...published,
    version,
    is_published: false,
    config: JSON.stringify({ ...config, response_engine }),
    modified_at: now,
  };
}
