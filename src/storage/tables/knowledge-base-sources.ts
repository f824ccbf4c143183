// Questions about the sources of knowledge bases.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import type { KnowledgeBaseKey } from './knowledge-bases.ts';
import type { KnowledgeSourceKey } from './knowledge-chunks.ts';

/** In the order of `rows`. */
export function insertKnowledgeBaseSources(
  db: Kysely<Database>,
  rows: NewRow<'knowledge_base_sources'>[],
): Promise<Row<'knowledge_base_sources'>[]> {
  if (rows.length === 0) return Promise.resolve([]);
  return db.insertInto('knowledge_base_sources').values(rows).returningAll().execute();
}

/** Of all these knowledge bases, each one's in the order in which they were added. */
export function listKnowledgeBaseSources(
  db: Kysely<Database>,
  workspaceId: string,
  knowledgeBaseIds: readonly string[],
): Promise<Row<'knowledge_base_sources'>[]> {
  if (knowledgeBaseIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('knowledge_base_sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('knowledge_base_id', 'in', knowledgeBaseIds)
    .orderBy('knowledge_base_id')
    .orderBy('position')
    .execute();
}

/** The deleted row; undefined when there is none. */
export function deleteKnowledgeBaseSourceRow(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
  sourceId: string,
): Promise<Row<'knowledge_base_sources'> | undefined> {
  return db
    .deleteFrom('knowledge_base_sources')
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('source_id', '=', sourceId)
    .returningAll()
    .executeTakeFirst();
}

export function findKnowledgeBaseSource(
  db: Kysely<Database>,
  key: KnowledgeSourceKey,
): Promise<Row<'knowledge_base_sources'> | undefined> {
  return db
    .selectFrom('knowledge_base_sources')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('source_id', '=', key.source_id)
    .executeTakeFirst();
}

/** False when it is gone. */
export async function updateKnowledgeBaseSource(
  db: Kysely<Database>,
  key: KnowledgeSourceKey,
  change: RowUpdate<'knowledge_base_sources'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('knowledge_base_sources')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('source_id', '=', key.source_id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Pages of their own wait to be fetched again; those of crawls are found anew. Gives what waits now. */
export function awaitPagesAnew(tx: Kysely<Database>, key: KnowledgeBaseKey): Promise<Row<'knowledge_base_sources'>[]> {
  return tx
    .updateTable('knowledge_base_sources')
    .set({ state: 'waiting' })
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('type', '=', 'url')
    .where('crawl_id', 'is', null)
    .returningAll()
    .execute();
}

/** Sources and crawls of all workspaces that wait without a job that would come to them: its row was lost, or an older release wrote them. */
export async function listForgottenKnowledge(
  db: Kysely<Database>,
  limit: number,
): Promise<(KnowledgeBaseKey & { id: string; what: 'source' | 'crawl' })[]> {
  const { rows } = await sql<KnowledgeBaseKey & { id: string; what: 'source' | 'crawl' }>`
    select * from (
      select workspace_id, knowledge_base_id, source_id as id, 'source' as what
        from knowledge_base_sources where state in ('waiting', 'chunked')
      union all
      select workspace_id, knowledge_base_id, crawl_id, 'crawl' from knowledge_base_crawls where state = 'waiting'
    ) waiting
    where not exists (select 1 from graphile_worker.jobs where key = 'knowledge-' || id)
    limit ${limit}`.execute(db);
  return rows;
}
