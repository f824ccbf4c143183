// Questions about the paths that knowledge bases crawl.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import type { KnowledgeBaseKey } from './knowledge-bases.ts';

export type KnowledgeCrawlKey = KnowledgeBaseKey & Pick<Row<'knowledge_base_crawls'>, 'crawl_id'>;

/** In the order of `rows`. */
export function insertKnowledgeBaseCrawls(
  tx: Kysely<Database>,
  rows: NewRow<'knowledge_base_crawls'>[],
): Promise<Row<'knowledge_base_crawls'>[]> {
  if (rows.length === 0) return Promise.resolve([]);
  return tx.insertInto('knowledge_base_crawls').values(rows).returningAll().execute();
}

/** Of all these knowledge bases, each one's in the order in which they were added. */
export function listKnowledgeBaseCrawls(
  db: Kysely<Database>,
  workspaceId: string,
  knowledgeBaseIds: readonly string[],
): Promise<Row<'knowledge_base_crawls'>[]> {
  if (knowledgeBaseIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('knowledge_base_crawls')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('knowledge_base_id', 'in', knowledgeBaseIds)
    .orderBy('knowledge_base_id')
    .orderBy('position')
    .execute();
}

export function findKnowledgeBaseCrawl(
  db: Kysely<Database>,
  key: KnowledgeCrawlKey,
): Promise<Row<'knowledge_base_crawls'> | undefined> {
  return db
    .selectFrom('knowledge_base_crawls')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('crawl_id', '=', key.crawl_id)
    .executeTakeFirst();
}

export async function updateKnowledgeBaseCrawl(
  db: Kysely<Database>,
  key: KnowledgeCrawlKey,
  change: RowUpdate<'knowledge_base_crawls'>,
): Promise<void> {
  await db
    .updateTable('knowledge_base_crawls')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('crawl_id', '=', key.crawl_id)
    .execute();
}

/** With the pages that it found. False when there is none. */
export async function deleteKnowledgeBaseCrawl(tx: Kysely<Database>, key: KnowledgeCrawlKey): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('knowledge_base_crawls')
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('crawl_id', '=', key.crawl_id)
    .executeTakeFirst();
  await tx
    .deleteFrom('knowledge_base_sources')
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('crawl_id', '=', key.crawl_id)
    .execute();
  return numDeletedRows > 0n;
}
