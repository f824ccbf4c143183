// Questions about the sources of knowledge bases.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';
import type { KnowledgeBaseKey } from './knowledge-bases.ts';

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
