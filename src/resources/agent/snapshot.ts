// What a call or a chat runs with, kept as it was when it was made: later edits and deletions change no history.

import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { findConfiguration, keepConfiguration, type Database, type Row } from '../../storage/index.ts';
import { copySharedComponents, type ConversationFlowConfig } from '../conversation-flow/components.ts';
import { engineDocument, type EngineDocument } from './engine-document.ts';

/** Contract objects as they were stored: snake_case fields, checked when they were saved. */
export interface Configuration {
  agent_id: string;
  version: number;
  channel: 'voice' | 'chat';
  /** Every setting of the agent, its name included. */
  agent: Record<string, unknown>;
  /** A flow has its own copies of the components that it shares. */
  engine: EngineDocument;
  /** Dynamic variables of the tag by which the agent was named; weaker than the request's own. */
  variables: Record<string, string>;
}

/** Keeps this version of an agent with its engine, and gives the hash to find it by. The same configuration is kept once. */
export async function takeSnapshot(
  trx: Transaction<Database>,
  agent: Row<'agents'>,
  variables: Record<string, string> = {},
): Promise<string> {
  return keepSnapshot(trx, agent.workspace_id, await currentConfiguration(trx, agent, variables));
}

/** Keeps this configuration, and gives the hash to find it by. */
export async function keepSnapshot(
  trx: Transaction<Database>,
  workspaceId: string,
  configuration: Configuration,
): Promise<string> {
  const engine = await withOwnComponents(trx, workspaceId, configuration.engine);
  const config = JSON.stringify({ ...configuration, engine });
  const hash = createHash('sha256').update(config).digest('hex');
  await keepConfiguration(trx, { workspace_id: workspaceId, hash, config, created_at: Date.now() });
  return hash;
}

/** Undefined for a hash that this workspace does not have. */
export async function readSnapshot(
  db: Kysely<Database>,
  workspaceId: string,
  hash: string,
): Promise<Configuration | undefined> {
  const row = await findConfiguration(db, { workspace_id: workspaceId, hash });
  return row?.config as Configuration | undefined;
}

/** The configuration as it stands now, without keeping it. */
export async function currentConfiguration(
  db: Kysely<Database>,
  agent: Row<'agents'>,
  variables: Record<string, string> = {},
): Promise<Configuration> {
  return {
    agent_id: agent.agent_id,
    version: agent.version,
    channel: agent.channel,
    agent: { ...agent.config, agent_name: agent.agent_name },
    engine: await engineDocument(db, agent),
    variables,
  };
}

async function withOwnComponents(
  trx: Transaction<Database>,
  workspaceId: string,
  engine: EngineDocument,
): Promise<EngineDocument> {
  if (engine.type !== 'conversation-flow' || !engine.config) return engine;
  const config = await copySharedComponents(trx, workspaceId, engine.config as ConversationFlowConfig);
  return { ...engine, config: config as unknown as Record<string, unknown> };
}
