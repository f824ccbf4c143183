// Crawls one path of a site: from its first page along links and the site's own list, one page after the other. Each page becomes a source as soon as
// it was read; cut off, the crawl begins anew and finds the pages as they are.

import { setTimeout as pause } from 'node:timers/promises';
import { DocumentError, type ReadDocument } from '../../interfaces/document-reader.ts';
import type { Row } from '../../storage/index.ts';
import {
  findKnowledgeBase,
  findKnowledgeBaseCrawl,
  insertKnowledgeBaseSources,
  listKnowledgeBaseSources,
  lockKnowledgeBase,
  type KnowledgeCrawlKey,
} from '../../storage/tables/index.ts';
import { newId } from '../new-id.ts';
import { crawlScope, type CrawlScope } from './crawl-scope.ts';
import { embedChunks } from './embed-chunks.ts';
import { PageAway, withPage } from './fetch-page.ts';
import { chunkSizesOf, storeChunks, type ReadSourceDeps } from './read-source.ts';
import { createRobots, type Robots } from './robots.ts';
import { pagesOfCrawl, settleCrawl, type Crawled } from './settle-crawl.ts';
import { sitemapPages } from './sitemap.ts';

type Crawl = Row<'knowledge_base_crawls'>;

const MAX_ATTEMPTS = 5;
/** A site whose pages all fail is left in peace. */
const MAX_FAILURES = 200;
/** Of one crawl; what was found until then is what it found. Enough for the most pages of a site that asks for the longest pause. */
const MAX_CRAWL_MS = 3_600_000;
const READABLE = new Set(['page', 'pdf', 'txt', 'md']);

/** Safe to run twice, and to be killed anywhere; a crawl that is gone is nobody's. `attempt` counts from 1. */
export async function crawlPath(
  deps: ReadSourceDeps,
  key: KnowledgeCrawlKey,
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  const crawl = await findKnowledgeBaseCrawl(deps.db, key);
  if (crawl?.state !== 'waiting') return;
  try {
    const crawled = await crawlPages(deps, crawl, signal);
    if (crawled === null) return;
    await embedChunks(deps, { workspaceId: key.workspace_id, knowledgeBaseId: key.knowledge_base_id }, signal);
    await settleCrawl(deps, crawl, { crawled });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DocumentError) return settleCrawl(deps, crawl, { fault: error.message });
    if (attempt < MAX_ATTEMPTS) throw error;
    deps.log.error({ crawlId: key.crawl_id, err: error }, 'a path could not be crawled');
    await settleCrawl(deps, crawl, {
      fault: 'it could not be crawled because of a fault of this server; its log says more',
    });
  }
}

/** Null when the crawl was deleted. Throws DocumentError when not even the first page can be read. */
async function crawlPages(deps: ReadSourceDeps, crawl: Crawl, signal: AbortSignal): Promise<Crawled | null> {
  const robots = createRobots(deps.egress);
  const base = await findKnowledgeBase(deps.db, crawl);
  if (!base) return null;
  const scope = crawlScope(crawl.url, crawl.excluded);
  const sizes = chunkSizesOf(base);
  const endsAt = deps.wallClock() + MAX_CRAWL_MS;
  // A site may lead on for ever, to pages of before under ever new addresses among others: so many are looked at, and no more are kept in mind.
  const mostPlaces = 2 * crawl.max_pages + MAX_FAILURES;
  const frontier = await firstPlaces(deps, robots, crawl, scope, signal);
  const found = new Set<string>();
  const before = await pagesOfCrawl(deps.db, crawl);
  let places = 0;
  let failures = 0;
  let isWhole = true;
  // Pages are added while it goes on.
  for (const url of frontier) {
    if (found.size >= crawl.max_pages) break;
    if (failures >= MAX_FAILURES || ++places > mostPlaces || deps.wallClock() > endsAt) {
      isWhole = false;
      break;
    }
    try {
      await pauseFor(robots, url, signal);
      const fetching = { egress: deps.egress, robots, folder: deps.pagesFolder };
      const page = await withPage(fetching, url, signal, async (fetched) => {
        if (!READABLE.has(fetched.kind)) throw new DocumentError('it is no page');
        // Who is led elsewhere finds what was asked to be left out, or what is found there anyway.
        const place = scope.place(fetched.url);
        if (place === null) throw new DocumentError('it leads out of the path');
        // Nothing new is found at a page of before.
        if (found.has(place)) return null;
        return { place, document: await deps.documents.read({ ...fetched, ...sizes }, signal) };
      });
      if (page === null) continue;
      for (const link of page.document.links) {
        const place = scope.place(link);
        if (place !== null && frontier.size < mostPlaces) frontier.add(place);
      }
      found.add(page.place);
      if (!(await storePage(deps, crawl, page.place, page.document))) return null;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DocumentError)) throw error;
      if (url === crawl.url) throw error;
      if (error instanceof PageAway && before.some(({ name }) => name === url)) isWhole = false;
      failures++;
    }
  }
  return { found, isWhole };
}

/** The crawl's own address, then what the site lists below it. */
async function firstPlaces(
  deps: ReadSourceDeps,
  robots: Robots,
  crawl: Crawl,
  scope: CrawlScope,
  signal: AbortSignal,
): Promise<Set<string>> {
  const listed = await sitemapPages({ egress: deps.egress, robots }, crawl.url, signal);
  return new Set([crawl.url, ...listed.flatMap((url) => scope.place(url) ?? [])]);
}

async function pauseFor(robots: Robots, url: string, signal: AbortSignal): Promise<void> {
  const pauseMs = await robots.pauseMs(url, signal);
  if (pauseMs > 0) await pause(pauseMs, undefined, { signal });
}

/** False when the crawl is gone. A page that is a source by itself stays that. */
async function storePage(deps: ReadSourceDeps, crawl: Crawl, url: string, document: ReadDocument): Promise<boolean> {
  return deps.db.transaction().execute(async (tx) => {
    if (!(await lockKnowledgeBase(tx, crawl)) || !(await findKnowledgeBaseCrawl(tx, crawl))) return false;
    const there = await listKnowledgeBaseSources(tx, crawl.workspace_id, [crawl.knowledge_base_id]);
    const same = there.find(({ type, name }) => type === 'url' && name === url);
    if (same && same.crawl_id !== crawl.crawl_id) return true;
    const [source] = same ? [same] : await insertKnowledgeBaseSources(tx, [newPage(crawl, url, deps.wallClock())]);
    if (source) await storeChunks(tx, source, document);
    return true;
  });
}

function newPage({ workspace_id, knowledge_base_id, crawl_id }: Crawl, url: string, now: number) {
  const source_id = newId('source');
  return {
    workspace_id,
    knowledge_base_id,
    source_id,
    crawl_id,
    type: 'url' as const,
    name: url,
    state: 'chunked' as const,
    created_at: now,
  };
}
