// The end of a crawl, in storage: which pages are in from now on.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import {
  deleteKnowledgeBaseSourceRow,
  findKnowledgeBaseCrawl,
  listKnowledgeBaseSources,
  lockKnowledgeBase,
  raiseChunksVersion,
  updateKnowledgeBaseCrawl,
  updateKnowledgeBaseSource,
} from '../../storage/tables/index.ts';
import type { ReadSourceDeps } from './read-source.ts';
import { settleStatus } from './settle-status.ts';

type Crawl = Row<'knowledge_base_crawls'>;

export interface Crawled {
  /** The addresses of the pages that are in now. */
  found: ReadonlySet<string>;
  /** Was everything seen? Else what was not found may be there all the same. */
  isWhole: boolean;
}

export async function pagesOfCrawl(db: Kysely<Database>, crawl: Crawl): Promise<Row<'knowledge_base_sources'>[]> {
  const sources = await listKnowledgeBaseSources(db, crawl.workspace_id, [crawl.knowledge_base_id]);
  return sources.filter(({ crawl_id }) => crawl_id === crawl.crawl_id);
}

/** Pages that are gone from the site go; when the site could not be crawled, or not as a whole, those of before stay. */
export async function settleCrawl(
  deps: Pick<ReadSourceDeps, 'db' | 'wallClock'>,
  crawl: Crawl,
  outcome: { crawled: Crawled } | { fault: string },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await lockKnowledgeBase(tx, crawl)) || !(await findKnowledgeBaseCrawl(tx, crawl))) return;
    const now = deps.wallClock();
    if ('crawled' in outcome) await settlePages(tx, crawl, outcome.crawled, now);
    await raiseChunksVersion(tx, crawl);
    const isFirst = crawl.crawled_at === null;
    await updateKnowledgeBaseCrawl(
      tx,
      crawl,
      'crawled' in outcome
        ? { state: 'done', fault: null, crawled_at: now }
        : { state: isFirst ? 'failed' : 'done', fault: outcome.fault },
    );
    await settleStatus(tx, crawl, now);
  });
}

async function settlePages(
  tx: Kysely<Database>,
  crawl: Crawl,
  { found, isWhole }: Crawled,
  now: number,
): Promise<void> {
  for (const page of await pagesOfCrawl(tx, crawl)) {
    if (isWhole && !found.has(page.name)) await deleteKnowledgeBaseSourceRow(tx, page, page.source_id);
    else if (page.state === 'chunked') await updateKnowledgeBaseSource(tx, page, { state: 'read', read_at: now });
  }
}
