// The engine that a test is about: a prompt or a flow of this workspace.

import type { Kysely } from 'kysely';
import { invalidRequest, notFound, refused, type Schema } from '../../contract/index.ts';
import { findConversationFlow, findRetellLlm, type Database, type Row, type TestFilter } from '../../storage/index.ts';

export type TestedEngine = Schema<'RetellResponseEngine'>;
type EngineColumns = Pick<Row<'batch_tests'>, 'engine_type' | 'engine_id' | 'engine_version'>;

export function columnsOf(engine: TestedEngine): EngineColumns {
  const engine_version = engine.version ?? null;
  return engine.type === 'retell-llm'
    ? { engine_type: engine.type, engine_id: engine.llm_id, engine_version }
    : { engine_type: engine.type, engine_id: engine.conversation_flow_id, engine_version };
}

export function engineOf({ engine_type, engine_id, engine_version }: EngineColumns): TestedEngine {
  const version = engine_version === null ? {} : { version: engine_version };
  return engine_type === 'retell-llm'
    ? { type: engine_type, llm_id: engine_id, ...version }
    : { type: engine_type, conversation_flow_id: engine_id, ...version };
}

/** The version that is meant. Throws when the engine is not there, or speaks without ever writing. */
export async function checkTestedEngine(
  db: Kysely<Database>,
  workspaceId: string,
  engine: TestedEngine,
): Promise<number> {
  const { version } = engine;
  if (version != null && (!Number.isSafeInteger(version) || version < 0))
    throw invalidRequest(`response_engine.version: expected a whole number from 0 on, got ${version}.`);
  const asset = engine.type === 'retell-llm' ? 'retell llm' : 'conversation flow';
  const id = engine.type === 'retell-llm' ? engine.llm_id : engine.conversation_flow_id;
  const find = (at?: number) =>
    engine.type === 'retell-llm'
      ? findRetellLlm(db, { workspace_id: workspaceId, llm_id: id }, at)
      : findConversationFlow(db, { workspace_id: workspaceId, conversation_flow_id: id }, at);
  const row = await find(version ?? undefined);
  if (!row) {
    const latest = await find();
    throw notFound(asset, id, latest ? `It has versions 0 to ${latest.version}, not ${version}.` : '');
  }
  if ((row.config as { s2s_model?: unknown }).s2s_model != null)
    throw refused(`The engine ${id} uses a speech-to-speech model (s2s_model); tests go by text.`);
  return row.version;
}

/** What a list is asked for. Ids of the other kind of engine are left aside. */
export function filterOf(query: {
  type?: string;
  llm_id?: string;
  conversation_flow_id?: string;
  version?: number;
}): TestFilter {
  const engineType = query.type === 'conversation-flow' ? 'conversation-flow' : 'retell-llm';
  const engineId = engineType === 'retell-llm' ? query.llm_id : query.conversation_flow_id;
  return {
    engineType,
    ...(engineId === undefined ? {} : { engineId }),
    ...(query.version === undefined ? {} : { engineVersion: query.version }),
  };
}
