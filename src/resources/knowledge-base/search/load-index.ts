// A knowledge base from the database into the search thread, page by page, so that nothing is held up meanwhile.

import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/index.ts';
import { pageOfVectors, type KnowledgeBaseKey, type VectorRow } from '../../../storage/tables/index.ts';
import { fromBytes } from '../vector-bytes.ts';
import type { IndexedChunk } from './protocol.ts';
import type { SearchThread } from './search-thread.ts';

/** Some 500 kB: read and handed over in a few milliseconds. */
const PAGE_CHUNKS = 50;

export interface LoadDeps {
  db: Kysely<Database>;
  thread: SearchThread;
  /** The only model whose vectors are taken. */
  model: string;
}

export interface LoadedIndex {
  index: number;
  bytes: number;
  /** Chunks whose vectors were made by another model. */
  outdated: number;
  /** It was too large: what came after is left out. */
  isCut: boolean;
}

/** At most `maxBytes`. Throws when the database or the thread is away; nothing is left behind then. */
export async function loadIndex(
  deps: LoadDeps,
  key: KnowledgeBaseKey,
  dimensions: number,
  maxBytes: number,
): Promise<LoadedIndex> {
  const { db, thread, model } = deps;
  const loaded: LoadedIndex = { index: thread.open(dimensions), bytes: 0, outdated: 0, isCut: false };
  try {
    for (let after: VectorRow | null = null; ;) {
      const rows: VectorRow[] = await pageOfVectors(db, key, model, after, PAGE_CHUNKS);
      loaded.outdated += rows.filter((row) => row.embedded_by !== null && row.embedded_by !== model).length;
      const chunks = rows.flatMap(chunkOf);
      if (chunks.length > 0) loaded.bytes = await thread.add(loaded.index, chunks);
      after = rows.at(-1) ?? null;
      loaded.isCut = rows.length === PAGE_CHUNKS && loaded.bytes > maxBytes;
      if (rows.length < PAGE_CHUNKS || loaded.isCut) return loaded;
    }
  } catch (error) {
    thread.drop(loaded.index);
    throw error;
  }
}

function chunkOf(row: VectorRow): IndexedChunk[] {
  if (row.embedding === null) return [];
  const { source_id, heading, source_name, source_url, text } = row;
  const vectors = fromBytes(row.embedding);
  return [{ sourceId: source_id, heading, sourceName: source_name, sourceUrl: source_url, text, vectors }];
}
