// The response engine of an agent: it exists, and its version is the agent's.

import type { Kysely, Transaction } from 'kysely';
import { invalidRequest, notFound, type Schema } from '../../contract/index.ts';
import type { Database } from '../../storage/index.ts';
import { findConversationFlow, findRetellLlm, lockVersions } from '../../storage/tables/index.ts';
import { latestEngineVersion } from './engine-versions.ts';

export type ResponseEngineRef = Schema<'ResponseEngine'>;

/** For the columns that answer "who uses this engine". */
export function engineColumns(engine: ResponseEngineRef): { engine_type: string; engine_id: string | null } {
  switch (engine.type) {
    case 'retell-llm':
      return { engine_type: engine.type, engine_id: engine.llm_id };
    case 'conversation-flow':
      return { engine_type: engine.type, engine_id: engine.conversation_flow_id };
    case 'custom-llm':
      return { engine_type: engine.type, engine_id: null };
    default:
      return engine satisfies never;
  }
}

/** The engine as version `version` of an agent keeps it. */
export function engineAtVersion(engine: ResponseEngineRef, version: number): ResponseEngineRef {
  return engine.type === 'custom-llm' ? engine : { ...engine, version };
}

/** Is it the same engine, whatever the version? */
export function sameEngine(a: ResponseEngineRef, b: ResponseEngineRef): boolean {
  if (a.type === 'custom-llm' && b.type === 'custom-llm') return a.llm_websocket_url === b.llm_websocket_url;
  const left = engineColumns(a);
  const right = engineColumns(b);
  return left.engine_type === right.engine_type && left.engine_id === right.engine_id;
}

/** Throws unless this engine can serve version `version` of an agent of this workspace; keeps it from being deleted meanwhile. */
export async function checkEngine(
  tx: Transaction<Database>,
  workspaceId: string,
  engine: ResponseEngineRef,
  version: number,
): Promise<void> {
  if (engine.type === 'custom-llm') return checkSocketUrl(engine.llm_websocket_url);
  if (engine.version != null && engine.version !== version)
    throw invalidRequest(
      `response_engine.version: expected the version of the agent, ${version}, got ${engine.version}.`,
    );
  await lockVersions(tx, engineColumns(engine).engine_id ?? '');
  const key = { workspace_id: workspaceId };
  const found =
    engine.type === 'retell-llm'
      ? await findRetellLlm(tx, { ...key, llm_id: engine.llm_id }, version)
      : await findConversationFlow(tx, { ...key, conversation_flow_id: engine.conversation_flow_id }, version);
  if (!found) throw await unknownEngine(tx, workspaceId, engine, version);
}

async function unknownEngine(
  db: Kysely<Database>,
  workspaceId: string,
  engine: ResponseEngineRef,
  version: number,
): Promise<Error> {
  const columns = engineColumns(engine);
  const latest = await latestEngineVersion(db, { workspace_id: workspaceId, ...columns });
  const asset = engine.type === 'retell-llm' ? 'retell llm' : 'conversation flow';
  return notFound(
    asset,
    columns.engine_id ?? '',
    latest < 0 ? '' : `It has no version ${version}, the latest is ${latest}.`,
  );
}

/** Throws 400. */
export function checkSocketUrl(url: string): void {
  // http and https stand for ws and wss; a variable may stand for the whole beginning.
  if (!/^((ws|http)s?:\/\/.|\{\{)/i.test(url))
    throw invalidRequest('response_engine.llm_websocket_url: expected a ws:// or wss:// address.');
}
