// Paths that are to be crawled: what is asked for, kept and shown of them.

import type { RequestBody, Schema } from '../../contract/index.ts';
import type { NewRow, Row } from '../../storage/index.ts';
import type { KnowledgeBaseKey } from '../../storage/tables/index.ts';
import { newId } from '../new-id.ts';

export type CrawlsGiven = RequestBody<'createKnowledgeBase'>['knowledge_base_crawls'];

const DEFAULT_MAX_PAGES = 100;

/** Those whose address is not crawled yet, each once. */
export function newCrawls(
  key: KnowledgeBaseKey,
  given: CrawlsGiven,
  there: readonly Row<'knowledge_base_crawls'>[],
  now: number,
): NewRow<'knowledge_base_crawls'>[] {
  const byUrl = new Map((given ?? []).map((crawl) => [new URL(crawl.url).href, crawl]));
  for (const { url } of there) byUrl.delete(url);
  return [...byUrl].map(([url, { excluded = [], max_pages = DEFAULT_MAX_PAGES }]) => ({
    ...key,
    crawl_id: newId('crawl'),
    url,
    excluded: JSON.stringify(excluded),
    max_pages,
    state: 'waiting',
    created_at: now,
  }));
}

export function renderCrawl(row: Row<'knowledge_base_crawls'>): Schema<'KnowledgeBaseCrawl'> {
  const { crawl_id, url, excluded, max_pages, state, fault } = row;
  return { crawl_id, url, excluded, max_pages, ...renderState(state), ...(fault === null ? {} : { error: fault }) };
}

/** How far reading a source or a path is. */
export function renderState(state: Row<'knowledge_base_sources'>['state'] | 'done'): {
  status: Schema<'KnowledgeBaseSourceStatus'>;
} {
  switch (state) {
    case 'waiting':
    case 'chunked':
      return { status: 'in_progress' };
    case 'read':
    case 'done':
      return { status: 'complete' };
    case 'failed':
      return { status: 'error' };
    default:
      return state satisfies never;
  }
}
