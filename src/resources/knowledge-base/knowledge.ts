// Knowledge bases as conversations look them up: the question as a vector, the knowledge bases in memory, both at once and within a budget.

import type { Kysely } from 'kysely';
import type { Embeddings } from '../../interfaces/embeddings.ts';
import type { Knowledge, KnowledgePassage, KnowledgeQuestion, Retrieved } from '../../interfaces/knowledge.ts';
import type { Log } from '../../interfaces/log.ts';
import { enqueue, type Database } from '../../storage/index.ts';
import { findChunksVersions } from '../../storage/tables/index.ts';
import type { KnowledgeBasePlace } from './knowledge-bases.ts';
import { createQuestionVectors } from './question-vectors.ts';
import { filterScoreOf } from './search/filter-score.ts';
import { createIndexCache } from './search/index-cache.ts';
import type { Found } from './search/protocol.ts';
import { createSearchThread } from './search/search-thread.ts';
import { vectorsName } from './vectors-name.ts';

export interface KnowledgeServiceDeps {
  db: Kysely<Database>;
  embeddings: Embeddings;
  /** Longest time that a turn waits, ms. */
  budgetMs: number;
  /** What knowledge bases in memory may take together. */
  maxBytes: number;
  /** Ms, only ever forward. */
  clock(): number;
  log: Log;
}

export interface KnowledgeService {
  of(workspaceId: string): Knowledge;
  /** Idempotent: waits for what is under way and ends the search thread. */
  close(): Promise<void>;
}

/** One for the whole process. */
export function createKnowledgeService(deps: KnowledgeServiceDeps): KnowledgeService {
  const { db, embeddings, budgetMs, clock, log } = deps;
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const vectorsOf = createQuestionVectors(embeddings, closing.signal);
  const thread = createSearchThread((why) => {
    log.error({ err: why }, 'the search thread ended; knowledge bases are read into memory anew');
    cache.clear();
  });
  const cache = createIndexCache({
    db,
    thread,
    model: vectorsName(embeddings.model),
    maxBytes: deps.maxBytes,
    log,
    onOutdated: (place) => void background(embedAgain(place)),
  });

  /** Goes on when nobody waits any more: the next question finds it done. */
  function background<T>(work: Promise<T>): Promise<T> {
    running.add(work);
    const done = (): void => void running.delete(work);
    work.then(done, done);
    return work;
  }

  async function embedAgain({ workspaceId, knowledgeBaseId }: KnowledgeBasePlace): Promise<void> {
    const payload = { workspace_id: workspaceId, knowledge_base_id: knowledgeBaseId };
    try {
      await enqueue(db, 'embed-knowledge-base', payload, { jobKey: `embed ${knowledgeBaseId}` });
    } catch (error) {
      log.warn({ knowledgeBaseId, err: error }, 'vectors of another model could not be queued to be made anew');
    }
  }

  async function find(workspaceId: string, question: KnowledgeQuestion): Promise<KnowledgePassage[]> {
    const { text, inContext, topK, filterScore } = question;
    const ids = [...new Set(question.knowledgeBaseIds)];
    const [versions, vectors] = await Promise.all([
      findChunksVersions(db, workspaceId, ids),
      vectorsOf(inContext === null ? [text] : [text, inContext]),
    ]);
    const known = ids.filter((id) => versions.has(id));
    const dimensions = vectors[0]?.length ?? 0;
    const indexes = await Promise.all(
      known.map((knowledgeBaseId) =>
        cache.get({ workspaceId, knowledgeBaseId }, versions.get(knowledgeBaseId) ?? 0, dimensions, budgetMs / 2),
      ),
    );
    if (indexes.length === 0) return [];
    const found = await thread.search(indexes, { vectors, text, topK });
    const all = found.flatMap((each, i) => each.map((one) => ({ one, passage: passageOf(known[i] as string, one) })));
    return all
      .filter(({ passage }) => passage.score >= filterScore)
      .sort((a, b) => rankOf(b.one) - rankOf(a.one))
      .map(({ passage }) => passage);
  }

  /** Words in common put a passage before others; they do not make it one that is about the question. */
  function passageOf(knowledgeBaseId: string, { cosine, bonus: _, ...chunk }: Found): KnowledgePassage {
    return { knowledgeBaseId, ...chunk, score: filterScoreOf(cosine, embeddings.closeCosine) };
  }

  async function retrieve(workspaceId: string, question: KnowledgeQuestion, signal: AbortSignal): Promise<Retrieved> {
    const startedMs = clock();
    const answer = (passages: KnowledgePassage[], trouble: string | null): Retrieved => ({
      passages,
      tookMs: Math.max(0, clock() - startedMs),
      trouble,
    });
    const work = background(find(workspaceId, question)).then(
      (passages) => answer(passages, null),
      (error: Error) => answer([], error.message),
    );
    const { promise, resolve, reject } = Promise.withResolvers<Retrieved>();
    const timer = setTimeout(() => resolve(answer([], `not there within ${budgetMs} ms`)), budgetMs);
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      signal.throwIfAborted();
      return await Promise.race([work, promise]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function warm(workspaceId: string, ids: readonly string[]): Promise<void> {
    const question = { knowledgeBaseIds: ids, text: 'hello', inContext: null, topK: 1, filterScore: 1 };
    await find(workspaceId, question).catch((error: unknown) => {
      log.warn({ err: error }, 'knowledge bases could not be read into memory ahead');
    });
  }

  return {
    of: (workspaceId) => ({
      retrieve: (question, signal) => retrieve(workspaceId, question, signal),
      warm: (ids) => void (ids.length > 0 && background(warm(workspaceId, ids))),
    }),
    async close() {
      closing.abort(new Error('the server is closing'));
      await thread.close();
      await Promise.allSettled(running);
      await cache.idle();
    },
  };
}

function rankOf({ cosine, bonus }: Found): number {
  return cosine + bonus;
}
