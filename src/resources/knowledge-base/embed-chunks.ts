// Makes the vectors by which chunks are found. Goes on where it stopped, and makes anew what another model has made.

import type { Kysely } from 'kysely';
import type { Embeddings } from '../../interfaces/embeddings.ts';
import type { Database } from '../../storage/index.ts';
import {
  findChunksToEmbed,
  raiseChunksVersion,
  storeChunkVectors,
  type ChunkToEmbed,
} from '../../storage/tables/index.ts';
import { chunkVectors } from './chunk-vectors.ts';
import { keyOf, type KnowledgeBasePlace } from './knowledge-bases.ts';
import { toBytes } from './vector-bytes.ts';
import { vectorsName } from './vectors-name.ts';

export interface EmbedChunksDeps {
  db: Kysely<Database>;
  embeddings: Pick<Embeddings, 'model' | 'passages' | 'dimensions'>;
}

/** What a process that dies in between has to do once more. */
const BATCH_CHUNKS = 16;

/**
 * All chunks of the knowledge base have vectors of the model in use when it resolves; those that are gone meanwhile are nobody's. Safe to
 * run twice and at the same time. Throws ProviderError when the model fails, and the signal's reason when aborted: what was made until
 * then is kept.
 */
export async function embedChunks(
  deps: EmbedChunksDeps,
  place: KnowledgeBasePlace,
  signal: AbortSignal,
): Promise<void> {
  const key = keyOf(place);
  const { db, embeddings } = deps;
  const name = vectorsName(embeddings.model);
  for (;;) {
    signal.throwIfAborted();
    const chunks = await findChunksToEmbed(db, key, name, BATCH_CHUNKS);
    if (chunks.length === 0) break;
    const vectors = await chunkVectors(embeddings, chunks, signal);
    const made = vectors.map((each, i) => ({
      chunk_id: (chunks[i] as ChunkToEmbed).chunk_id,
      embedding: toBytes(each),
    }));
    await storeChunkVectors(db, key, name, made);
  }
  // Also when nothing was left to do: an earlier run may have died before it came here.
  await raiseChunksVersion(db, key);
}
