// Questions about knowledge bases.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export type KnowledgeBaseKey = Pick<Row<'knowledge_bases'>, 'workspace_id' | 'knowledge_base_id'>;

export function insertKnowledgeBase(
  db: Kysely<Database>,
  row: NewRow<'knowledge_bases'>,
): Promise<Row<'knowledge_bases'>> {
  return db.insertInto('knowledge_bases').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findKnowledgeBase(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
): Promise<Row<'knowledge_bases'> | undefined> {
  return ofKnowledgeBase(db, key).executeTakeFirst();
}

/** The same, held until the transaction ends: sources are counted and added under it. */
export function lockKnowledgeBase(
  tx: Kysely<Database>,
  key: KnowledgeBaseKey,
): Promise<Row<'knowledge_bases'> | undefined> {
  return ofKnowledgeBase(tx, key).forUpdate().executeTakeFirst();
}

/** Newest first. */
export function listKnowledgeBaseRows(db: Kysely<Database>, workspaceId: string): Promise<Row<'knowledge_bases'>[]> {
  return db
    .selectFrom('knowledge_bases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('knowledge_base_id', 'desc')
    .execute();
}

export function updateKnowledgeBaseRow(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
  change: RowUpdate<'knowledge_bases'>,
): Promise<Row<'knowledge_bases'>> {
  return db
    .updateTable('knowledge_bases')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Of all workspaces: those that refresh by themselves, were last read before `before`, and are not being read. */
export function listKnowledgeBasesToRefresh(
  db: Kysely<Database>,
  before: number,
  limit: number,
): Promise<Row<'knowledge_bases'>[]> {
  return db
    .selectFrom('knowledge_bases')
    .selectAll()
    .where('enable_auto_refresh', '=', true)
    .where('status', 'in', ['complete', 'error'])
    .where((of) => of.fn.coalesce('last_refreshed_timestamp', 'created_at'), '<=', before)
    .orderBy('created_at')
    .limit(limit)
    .execute();
}

/** With its sources. */
export async function deleteKnowledgeBaseRow(db: Kysely<Database>, key: KnowledgeBaseKey): Promise<void> {
  await db
    .deleteFrom('knowledge_bases')
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .execute();
}

/** Those of `ids` that the workspace has. */
export async function findKnowledgeBaseIds(
  db: Kysely<Database>,
  workspaceId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('knowledge_bases')
    .select('knowledge_base_id')
    .where('workspace_id', '=', workspaceId)
    .where('knowledge_base_id', 'in', ids)
    .execute();
  return new Set(rows.map((row) => row.knowledge_base_id));
}

function ofKnowledgeBase(db: Kysely<Database>, key: KnowledgeBaseKey) {
  return db
    .selectFrom('knowledge_bases')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id);
}
