// Questions about the vectors by which chunks of knowledge bases are found.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';
import type { KnowledgeBaseKey } from './knowledge-bases.ts';

export type ChunkToEmbed = Pick<Row<'knowledge_chunks'>, 'chunk_id' | 'heading' | 'text' | 'source_name'>;

export interface ChunkVectors {
  chunk_id: number;
  /** Of its sentences, as the knowledge base's room packs them. */
  embedding: Buffer;
}

/** The first `limit` chunks that `model` has made no vectors of. */
export function findChunksToEmbed(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
  model: string,
  limit: number,
): Promise<ChunkToEmbed[]> {
  return db
    .selectFrom('knowledge_chunks')
    .select(['chunk_id', 'heading', 'text', 'source_name'])
    .where('workspace_id', '=', key.workspace_id)
    .where('knowledge_base_id', '=', key.knowledge_base_id)
    .where('embedded_by', 'is distinct from', model)
    .orderBy('source_id')
    .orderBy('position')
    .limit(limit)
    .execute();
}

/** Of chunks that are gone meanwhile nothing is kept. */
export async function storeChunkVectors(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
  model: string,
  vectors: readonly ChunkVectors[],
): Promise<void> {
  if (vectors.length === 0) return;
  const ids = vectors.map(({ chunk_id }) => chunk_id);
  const embeddings = vectors.map(({ embedding }) => embedding);
  await sql`update knowledge_chunks set embedding = made.embedding, embedded_by = ${model}
    from unnest(${ids}::bigint[], ${embeddings}::bytea[]) as made (chunk_id, embedding)
    where knowledge_chunks.chunk_id = made.chunk_id and workspace_id = ${key.workspace_id}
      and knowledge_base_id = ${key.knowledge_base_id}`.execute(db);
}

/** The version of each of these knowledge bases that the workspace has. */
export async function findChunksVersions(
  db: Kysely<Database>,
  workspaceId: string,
  knowledgeBaseIds: readonly string[],
): Promise<Map<string, number>> {
  if (knowledgeBaseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('knowledge_bases')
    .select(['knowledge_base_id', 'chunks_version'])
    .where('workspace_id', '=', workspaceId)
    .where('knowledge_base_id', 'in', knowledgeBaseIds)
    .execute();
  return new Map(rows.map((row) => [row.knowledge_base_id, row.chunks_version]));
}

export type VectorRow = Pick<
  Row<'knowledge_chunks'>,
  'source_id' | 'position' | 'heading' | 'source_name' | 'source_url' | 'text' | 'embedding' | 'embedded_by'
>;

/** A page of all chunks, in order. Those that `model` made no vectors of come without text and vectors. */
export async function pageOfVectors(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
  model: string,
  after: Pick<VectorRow, 'source_id' | 'position'> | null,
  limit: number,
): Promise<VectorRow[]> {
  const { rows } = await sql<VectorRow>`
    select source_id, position, heading, source_name, source_url, embedded_by,
      case when embedded_by = ${model} then text else '' end as text,
      case when embedded_by = ${model} then embedding end as embedding
    from knowledge_chunks
    where workspace_id = ${key.workspace_id} and knowledge_base_id = ${key.knowledge_base_id}
      and (source_id, position) > (${after?.source_id ?? ''}, ${after?.position ?? -1}::integer)
    order by source_id, position limit ${limit}`.execute(db);
  return rows;
}
