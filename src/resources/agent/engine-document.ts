// The engine of an agent as it is stored: the Retell LLM or the conversation flow in the agent's version.

import type { Kysely } from 'kysely';
import { withEmptyObjects } from '../../contract/index.ts';
import { findConversationFlow, findRetellLlm, type Database, type Row } from '../../storage/index.ts';

export interface EngineDocument {
  /** `retell-llm`, `conversation-flow`, `custom-llm`. */
  type: string;
  /** null for a custom LLM. */
  id: string | null;
  version: number;
  /** null for a custom LLM, and when the engine is not there any more. */
  config: Record<string, unknown> | null;
}

export async function engineDocument(db: Kysely<Database>, agent: Row<'agents'>): Promise<EngineDocument> {
  const { engine_type: type, engine_id: id } = agent;
  const version = namedVersion(agent.config) ?? agent.version;
  return { type, id, version, config: await configOf(db, agent.workspace_id, type, id, version) };
}

async function configOf(
  db: Kysely<Database>,
  workspace_id: string,
  type: string,
  id: string | null,
  version: number,
): Promise<Record<string, unknown> | null> {
  if (id === null) return null;
  const row =
    type === 'retell-llm'
      ? await findRetellLlm(db, { workspace_id, llm_id: id }, version)
      : await findConversationFlow(db, { workspace_id, conversation_flow_id: id }, version);
  // Stored as it was sent; whoever runs it wants objects where objects are meant.
  return row ? withEmptyObjects(row.config) : null;
}

function namedVersion(config: Record<string, unknown>): number | null {
  const engine = config['response_engine'] as { version?: number | null } | undefined;
  return engine?.version ?? null;
}
