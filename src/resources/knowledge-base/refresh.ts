// Pages are fetched again by themselves where a knowledge base asks for that.

import type { Kysely } from 'kysely';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Database } from '../../storage/index.ts';
import {
  awaitPagesAnew,
  listForgottenKnowledge,
  listKnowledgeBaseCrawls,
  listKnowledgeBasesToRefresh,
  lockKnowledgeBase,
  updateKnowledgeBaseCrawl,
  updateKnowledgeBaseRow,
  type KnowledgeBaseKey,
} from '../../storage/tables/index.ts';
import { enqueueCrawl, enqueueSource } from './enqueue-reading.ts';

export interface RefreshDeps {
  db: Kysely<Database>;
  wallClock: WallClock;
}

export const REFRESH_EVERY_MS = 12 * 3_600_000;
const AT_ONCE = 20;

/** Those that are due. Meanwhile what was read before is looked up. */
export async function refreshKnowledgeBases(deps: RefreshDeps, signal: AbortSignal): Promise<void> {
  const dueBefore = deps.wallClock() - REFRESH_EVERY_MS;
  for (const base of await listKnowledgeBasesToRefresh(deps.db, dueBefore, AT_ONCE)) {
    signal.throwIfAborted();
    await deps.db.transaction().execute(async (tx) => {
      const row = await lockKnowledgeBase(tx, base);
      if (row?.status === 'complete' || row?.status === 'error') await refresh(tx, base, deps.wallClock());
    });
  }
}

async function refresh(tx: Kysely<Database>, key: KnowledgeBaseKey, now: number): Promise<void> {
  const pages = await awaitPagesAnew(tx, key);
  const crawls = await listKnowledgeBaseCrawls(tx, key.workspace_id, [key.knowledge_base_id]);
  for (const page of pages) await enqueueSource(tx, page);
  for (const crawl of crawls) {
    await updateKnowledgeBaseCrawl(tx, crawl, { state: 'waiting' });
    await enqueueCrawl(tx, crawl);
  }
  const isBusy = pages.length + crawls.length > 0;
  await updateKnowledgeBaseRow(
    tx,
    key,
    isBusy ? { status: 'refreshing_in_progress' } : { last_refreshed_timestamp: now },
  );
}

/** What waits and has no job. */
export async function enqueueForgottenKnowledge(deps: Pick<RefreshDeps, 'db'>): Promise<void> {
  for (const { what, id, ...key } of await listForgottenKnowledge(deps.db, 100)) {
    if (what === 'source') await enqueueSource(deps.db, { ...key, source_id: id });
    else await enqueueCrawl(deps.db, { ...key, crawl_id: id });
  }
}
