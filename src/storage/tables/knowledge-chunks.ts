// Questions about the pieces of text that knowledge bases are looked up in.

import { sql, type Kysely } from 'kysely';
import { storableText } from '../json-text.ts';
import type { Database, NewRow, Row } from '../schema.ts';
import type { KnowledgeBaseKey } from './knowledge-bases.ts';

export type KnowledgeSourceKey = KnowledgeBaseKey & Pick<Row<'knowledge_base_sources'>, 'source_id'>;

/** What a reader writes; ids and places of the chunks are given here. */
export type ReadChunk = Pick<NewRow<'knowledge_chunks'>, 'text' | 'heading' | 'source_name' | 'source_url'>;

/** Few enough that a statement is built in a few milliseconds, and never passes the limit of 65,535 values. */
const ROWS_PER_INSERT = 100;

/** In the caller's transaction: the chunks of a source are these from now on, without vectors. Raises the version of the knowledge base. */
export async function replaceKnowledgeChunks(
  tx: Kysely<Database>,
  key: KnowledgeSourceKey,
  chunks: readonly ReadChunk[],
): Promise<void> {
  // A whole row may be given for a key.
  const { workspace_id, knowledge_base_id, source_id } = key;
  await tx
    .deleteFrom('knowledge_chunks')
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('source_id', '=', key.source_id)
    .execute();
  for (let from = 0; from < chunks.length; from += ROWS_PER_INSERT) {
    const rows = chunks
      .slice(from, from + ROWS_PER_INSERT)
      .map((chunk, i) => ({ workspace_id, knowledge_base_id, source_id, position: from + i, ...storable(chunk) }));
    await tx.insertInto('knowledge_chunks').values(rows).execute();
  }
  await raiseChunksVersion(tx, key);
}

/** Documents may hold characters that a column cannot. */
function storable({ text, heading, source_name, source_url }: ReadChunk): ReadChunk {
  return {
    text: storableText(text),
    heading: storableText(heading),
    source_name: storableText(source_name),
    source_url,
  };
}

/** With every change of chunks or of their vectors: caches know by it that they are out of date. */
export async function raiseChunksVersion(db: Kysely<Database>, key: KnowledgeBaseKey): Promise<void> {
  await db
    .updateTable('knowledge_bases')
    .set({ chunks_version: sql`chunks_version + 1` })
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .execute();
}

/** In order, without vectors. */
export function listKnowledgeChunks(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
): Promise<Omit<Row<'knowledge_chunks'>, 'embedding'>[]> {
  return db
    .selectFrom('knowledge_chunks')
    .select([
      'workspace_id',
      'knowledge_base_id',
      'source_id',
      'chunk_id',
      'position',
      'text',
      'heading',
      'source_name',
      'source_url',
      'embedded_by',
    ])
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .orderBy('source_id')
    .orderBy('position')
    .execute();
}
