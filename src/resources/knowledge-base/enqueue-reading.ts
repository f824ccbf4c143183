// Queues the reading of sources and paths, in the transaction that makes them wait.

import type { Kysely } from 'kysely';
import { enqueue, type Database } from '../../storage/index.ts';
import type { KnowledgeCrawlKey, KnowledgeSourceKey } from '../../storage/tables/index.ts';

export async function enqueueSource(
  tx: Kysely<Database>,
  { workspace_id, knowledge_base_id, source_id }: KnowledgeSourceKey,
): Promise<void> {
  await enqueue(
    tx,
    'read-source',
    { workspace_id, knowledge_base_id, source_id },
    { jobKey: `knowledge-${source_id}` },
  );
}

export async function enqueueCrawl(
  tx: Kysely<Database>,
  { workspace_id, knowledge_base_id, crawl_id }: KnowledgeCrawlKey,
): Promise<void> {
  await enqueue(tx, 'crawl-path', { workspace_id, knowledge_base_id, crawl_id }, { jobKey: `knowledge-${crawl_id}` });
}
