// What happens to an engine when a version of its agent is published, made or deleted. A custom LLM has no versions: nothing does.

import type { Kysely, Transaction } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import {
  deleteConversationFlowVersion,
  deleteRetellLlmVersion,
  findConversationFlow,
  findRetellLlm,
  isEngineVersionUsed,
  lockVersions,
} from '../../storage/tables/index.ts';
import { draftConversationFlow, freezeConversationFlow } from '../conversation-flow/publish.ts';
import { draftRetellLlm, freezeRetellLlm } from '../llm/publish.ts';

type Agent = Pick<Row<'agents'>, 'workspace_id' | 'engine_type' | 'engine_id' | 'version'>;

/** Makes the engine's version unchangeable. Safe to do twice. */
export async function freezeEngine(tx: Transaction<Database>, agent: Agent, now: number): Promise<void> {
  const { workspace_id, engine_type, engine_id: id, version } = agent;
  if (id === null) return;
  if (engine_type === 'retell-llm') await freezeRetellLlm(tx, { workspace_id, llm_id: id }, version, now);
  if (engine_type === 'conversation-flow')
    await freezeConversationFlow(tx, { workspace_id, conversation_flow_id: id }, version, now);
}

/** Begins version `to` of the engine with what the agent's has, unless another agent that shares the engine did. */
export async function draftEngine(tx: Transaction<Database>, agent: Agent, to: number, now: number): Promise<void> {
  const { workspace_id, engine_type, engine_id: id, version: from } = agent;
  if (id === null) return;
  if (engine_type === 'retell-llm') await draftRetellLlm(tx, { workspace_id, llm_id: id }, { from, to }, now);
  if (engine_type === 'conversation-flow')
    await draftConversationFlow(tx, { workspace_id, conversation_flow_id: id }, { from, to }, now);
}

/** Deletes the engine's version unless another agent uses it or it is the engine's only one. Call it when the agent's is gone. */
export async function dropEngineVersion(tx: Transaction<Database>, agent: Agent): Promise<void> {
  const { workspace_id, engine_type, engine_id: id, version } = agent;
  if (id === null) return;
  await lockVersions(tx, id);
  if (await isEngineVersionUsed(tx, workspace_id, id, version)) return;
  if (engine_type === 'retell-llm') await deleteRetellLlmVersion(tx, { workspace_id, llm_id: id }, version);
  if (engine_type === 'conversation-flow')
    await deleteConversationFlowVersion(tx, { workspace_id, conversation_flow_id: id }, version);
}

/** -1 for a custom LLM, and for an engine that is not there. */
export async function latestEngineVersion(db: Kysely<Database>, agent: Omit<Agent, 'version'>): Promise<number> {
  const { workspace_id, engine_type, engine_id: id } = agent;
  if (id === null || engine_type === 'custom-llm') return -1;
  const row =
    engine_type === 'retell-llm'
      ? await findRetellLlm(db, { workspace_id, llm_id: id })
      : await findConversationFlow(db, { workspace_id, conversation_flow_id: id });
  return row?.version ?? -1;
}
