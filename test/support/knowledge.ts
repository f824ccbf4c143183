// A knowledge base with passages that are there already, as a reader would have left them.

import type { Kysely } from 'kysely';
import type { Database } from '../../src/storage/index.ts';
import {
  insertKnowledgeBase,
  insertKnowledgeBaseSources,
  replaceKnowledgeChunks,
  type KnowledgeBaseKey,
} from '../../src/storage/tables/index.ts';

/** `sources`: passages by name. The workspace must be there. */
export async function addKnowledgeBase(
  db: Kysely<Database>,
  key: KnowledgeBaseKey,
  sources: ReadonlyMap<string, readonly { text: string; heading: string }[]>,
): Promise<void> {
  await insertKnowledgeBase(db, {
    ...key,
    knowledge_base_name: 'Test',
    status: 'complete',
    max_chunk_size: 2000,
    min_chunk_size: 400,
    enable_auto_refresh: false,
    last_refreshed_timestamp: null,
    created_at: 1,
  });
  for (const [name, passages] of sources) {
    const source = { ...key, source_id: `${key.knowledge_base_id}_${name}` };
    await insertKnowledgeBaseSources(db, [{ ...source, type: 'text', name, state: 'read', created_at: 1 }]);
    const chunks = passages.map((passage) => ({ ...passage, source_name: name, source_url: null }));
    await replaceKnowledgeChunks(db, source, chunks);
  }
}
