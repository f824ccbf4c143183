// The engine that a test is about: a prompt or a flow of this workspace, or a language model server of the user's own.

import type { Kysely } from 'kysely';
import { invalidRequest, notFound, refused, withEmptyObjects, type Schema } from '../../contract/index.ts';
import { findConversationFlow, findRetellLlm, type Database, type Row, type TestFilter } from '../../storage/index.ts';
import { checkSocketUrl, type EngineDocument } from '../agent/index.ts';

export type TestedEngine = Schema<'RetellResponseEngine'>;
type EngineColumns = Pick<Row<'batch_tests'>, 'engine_type' | 'engine_id' | 'engine_version'>;

export function columnsOf(engine: TestedEngine): EngineColumns {
  const engine_version = versionOf(engine) ?? null;
  return { engine_type: engine.type, engine_id: idOf(engine), engine_version };
}

export function engineOf({ engine_type, engine_id, engine_version }: EngineColumns): TestedEngine {
  const version = engine_version === null ? {} : { version: engine_version };
  switch (engine_type) {
    case 'retell-llm':
      return { type: engine_type, llm_id: engine_id, ...version };
    case 'conversation-flow':
      return { type: engine_type, conversation_flow_id: engine_id, ...version };
    case 'custom-llm':
      return { type: engine_type, llm_websocket_url: engine_id };
    default:
      return engine_type satisfies never;
  }
}

/** The engine as it is stored, in the version that is meant. Throws when it is not there, or speaks without ever writing. */
export async function testedEngine(
  db: Kysely<Database>,
  workspaceId: string,
  engine: TestedEngine,
): Promise<EngineDocument> {
  if (engine.type === 'custom-llm') {
    checkSocketUrl(engine.llm_websocket_url);
    return { type: engine.type, id: null, version: 0, config: null };
  }
  const { version } = engine;
  if (version != null && (!Number.isSafeInteger(version) || version < 0))
    throw invalidRequest(`response_engine.version: expected a whole number from 0 on, got ${version}.`);
  const asset = engine.type === 'retell-llm' ? 'retell llm' : 'conversation flow';
  const id = idOf(engine);
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
  return { type: engine.type, id, version: row.version, config: withEmptyObjects(row.config) };
}

/** What a list is asked for. Ids of the other kinds of engine are left aside. */
export function filterOf(query: {
  type?: string;
  llm_id?: string;
  conversation_flow_id?: string;
  version?: number;
}): TestFilter {
  const types = ['retell-llm', 'custom-llm', 'conversation-flow'] as const;
  const engineType = types.find((type) => type === query.type) ?? 'retell-llm';
  const ids = { 'retell-llm': query.llm_id, 'custom-llm': undefined, 'conversation-flow': query.conversation_flow_id };
  const engineId = ids[engineType];
  return {
    engineType,
    ...(engineId === undefined ? {} : { engineId }),
    ...(query.version === undefined ? {} : { engineVersion: query.version }),
  };
}

function idOf(engine: TestedEngine): string {
  if (engine.type === 'retell-llm') return engine.llm_id;
  return engine.type === 'custom-llm' ? engine.llm_websocket_url : engine.conversation_flow_id;
}

function versionOf(engine: TestedEngine): number | null | undefined {
  return engine.type === 'custom-llm' ? null : engine.version;
}
