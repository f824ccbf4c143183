// Reads one source: its content becomes chunks, its chunks get their vectors. Each step is written down, so that a process that takes over goes
// on behind it.

import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { BlobStore } from '../../interfaces/blob-store.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import {
  DocumentError,
  type DocumentReader,
  type DocumentToRead,
  type ReadDocument,
} from '../../interfaces/document-reader.ts';
import type { StreamingEgress } from '../../interfaces/egress.ts';
import type { Embeddings } from '../../interfaces/embeddings.ts';
import type { Log } from '../../interfaces/log.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  findKnowledgeBase,
  findKnowledgeBaseSource,
  lockKnowledgeBase,
  replaceKnowledgeChunks,
  updateKnowledgeBaseSource,
  type KnowledgeSourceKey,
} from '../../storage/tables/index.ts';
import { embedChunks } from './embed-chunks.ts';
import { withPage } from './fetch-page.ts';
import { createRobots } from './robots.ts';
import { settleStatus } from './settle-status.ts';

export interface ReadSourceDeps {
  db: Kysely<Database>;
  blobs: Pick<BlobStore, 'localPath'>;
  egress: StreamingEgress;
  documents: Pick<DocumentReader, 'read'>;
  /** Where what is fetched lies while it is read; made when missing. */
  pagesFolder: string;
  embeddings: Pick<Embeddings, 'model' | 'passages' | 'dimensions'>;
  wallClock: WallClock;
  log: Log;
}

type Source = Row<'knowledge_base_sources'>;
export type ChunkSizes = Pick<DocumentToRead, 'maxChunkSize' | 'minChunkSize'>;

/** For what is not the source's fault: the disk, the model of the vectors, the database. */
const MAX_ATTEMPTS = 8;

/**
 * Safe to run twice, and to be killed anywhere; a source that is gone is nobody's. `attempt` counts from 1. Throws what another attempt may
 * mend; after the last the source says that it failed.
 */
export async function readSource(
  deps: ReadSourceDeps,
  key: KnowledgeSourceKey,
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  try {
    const source = await findKnowledgeBaseSource(deps.db, key);
    if (source?.state === 'waiting') await chunkSource(deps, source, signal);
    await embedSource(deps, key, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DocumentError) return fail(deps, key, error.message);
    if (attempt < MAX_ATTEMPTS) throw error;
    deps.log.error({ sourceId: key.source_id, err: error }, 'a source could not be read');
    await fail(deps, key, 'it could not be read because of a fault of this server; its log says more');
  }
}

async function chunkSource(deps: ReadSourceDeps, source: Source, signal: AbortSignal): Promise<void> {
  const base = await findKnowledgeBase(deps.db, source);
  if (!base) return;
  const document = await readContent(deps, source, chunkSizesOf(base), signal);
  await deps.db.transaction().execute(async (tx) => {
    // Held, so that neither is deleted meanwhile.
    if (!(await lockKnowledgeBase(tx, source))) return;
    await storeChunks(tx, source, document);
  });
}

/** In a transaction that holds the knowledge base. What says the same as before keeps its chunks and their vectors. */
export async function storeChunks(tx: Kysely<Database>, source: Source, document: ReadDocument): Promise<void> {
  const isPage = source.type === 'url';
  const hash = isPage ? hashOf(document) : source.sha256;
  const isThere = await updateKnowledgeBaseSource(tx, source, { state: 'chunked', fault: null, sha256: hash });
  if (!isThere || (isPage && source.read_at !== null && source.sha256 === hash)) return;
  const of = {
    source_name: isPage && document.title !== '' ? document.title : source.name,
    source_url: isPage ? source.name : null,
  };
  await replaceKnowledgeChunks(
    tx,
    source,
    document.chunks.map((chunk) => ({ ...chunk, ...of })),
  );
}

/** A page's looks may change with each answer; its words are what counts. */
function hashOf({ title, chunks }: ReadDocument): string {
  return createHash('sha256')
    .update(JSON.stringify([title, chunks]))
    .digest('hex');
}

async function readContent(
  deps: ReadSourceDeps,
  source: Source,
  sizes: ChunkSizes,
  signal: AbortSignal,
): Promise<ReadDocument> {
  if (source.type === 'url') {
    const fetching = { egress: deps.egress, robots: createRobots(deps.egress), folder: deps.pagesFolder };
    return withPage(fetching, source.name, signal, (page) => deps.documents.read({ ...page, ...sizes }, signal));
  }
  const path = deps.blobs.localPath(source.blob_key ?? '');
  // What people write into a field is Markdown more often than not.
  return deps.documents.read({ path, kind: source.file_kind ?? 'md', ...sizes }, signal);
}

async function embedSource(deps: ReadSourceDeps, key: KnowledgeSourceKey, signal: AbortSignal): Promise<void> {
  const source = await findKnowledgeBaseSource(deps.db, key);
  if (source?.state !== 'chunked') return;
  await embedChunks(deps, { workspaceId: key.workspace_id, knowledgeBaseId: key.knowledge_base_id }, signal);
  await deps.db.transaction().execute(async (tx) => {
    if (!(await lockKnowledgeBase(tx, key))) return;
    const now = deps.wallClock();
    // Asked for again meanwhile: that reading settles it.
    if ((await findKnowledgeBaseSource(tx, key))?.state !== 'chunked') return;
    await updateKnowledgeBaseSource(tx, key, { state: 'read', read_at: now });
    await settleStatus(tx, key, now);
  });
}

/** What was read before stays, with a note that it could not be read again. */
async function fail(deps: ReadSourceDeps, key: KnowledgeSourceKey, fault: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await lockKnowledgeBase(tx, key))) return;
    const source = await findKnowledgeBaseSource(tx, key);
    if (!source) return;
    const state = source.read_at === null ? 'failed' : 'read';
    await updateKnowledgeBaseSource(tx, key, { state, fault });
    await settleStatus(tx, key, deps.wallClock());
  });
}

export function chunkSizesOf(base: Row<'knowledge_bases'>): ChunkSizes {
  return { maxChunkSize: base.max_chunk_size, minChunkSize: base.min_chunk_size };
}
