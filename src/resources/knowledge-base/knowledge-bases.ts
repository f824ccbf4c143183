// Knowledge bases: create, get, list, delete. Their sources wait in storage for a reader, which sets their states.

import { notFound, type RequestBody, type Schema } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import { enqueue, type Row } from '../../storage/index.ts';
import {
  deleteKnowledgeBaseRow,
  findKnowledgeBase,
  insertKnowledgeBase,
  insertKnowledgeBaseCrawls,
  insertKnowledgeBaseSources,
  listKnowledgeBaseCrawls,
  listKnowledgeBaseRows,
  listKnowledgeBaseSources,
  lockKnowledgeBase,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { keepingFiles } from '../upload/index.ts';
import { newId } from '../new-id.ts';
import { newCrawls, renderCrawl, renderState } from './crawl-rows.ts';
import { enqueueCrawl, enqueueSource } from './enqueue-reading.ts';
import { checkKnowledgeBase, checkRoom, checkSources, DEFAULT_CHUNKS } from './checks.ts';
import { fileKeysOf, keepSources, prepareSources } from './source-rows.ts';

export type KnowledgeBaseDeps = Pick<ResourceDeps, 'db' | 'now' | 'blobs' | 'fileLinks'>;
export type KnowledgeBase = Schema<'KnowledgeBaseResponse'>;

export interface KnowledgeBasePlace {
  workspaceId: string;
  knowledgeBaseId: string;
}

/** `files`: those of the form. */
export async function createKnowledgeBase(
  deps: KnowledgeBaseDeps,
  workspaceId: string,
  body: RequestBody<'createKnowledgeBase'>,
  files: UploadedFile[],
): Promise<KnowledgeBase> {
  checkKnowledgeBase(body);
  checkSources({ ...body, files });
  const prepared = await prepareSources({ ...body, files });
  checkRoom([], prepared);
  const key = { workspace_id: workspaceId, knowledge_base_id: newId('knowledge_base') };
  const now = deps.now();
  const crawls = newCrawls(key, body.knowledge_base_crawls, [], now);
  checkRoom([], asKinds(crawls));
  return keepingFiles(deps, fileKeysOf(prepared), async ({ keep, settle }) => {
    const sources = await keepSources(keep, key, prepared, now);
    return deps.db.transaction().execute(async (tx) => {
      await settle(tx);
      const row = await insertKnowledgeBase(tx, {
        ...key,
        knowledge_base_name: body.knowledge_base_name,
        status: sources.length + crawls.length > 0 ? 'in_progress' : 'complete',
        max_chunk_size: body.max_chunk_size ?? DEFAULT_CHUNKS.max_chunk_size,
        min_chunk_size: body.min_chunk_size ?? DEFAULT_CHUNKS.min_chunk_size,
        enable_auto_refresh: body.enable_auto_refresh ?? false,
        last_refreshed_timestamp: null,
        created_at: now,
      });
      const added = await insertKnowledgeBaseSources(tx, sources);
      for (const source of added) await enqueueSource(tx, source);
      const paths = await insertKnowledgeBaseCrawls(tx, crawls);
      for (const crawl of paths) await enqueueCrawl(tx, crawl);
      return renderKnowledgeBase(deps, row, added, paths);
    });
  });
}

export async function getKnowledgeBase(deps: KnowledgeBaseDeps, place: KnowledgeBasePlace): Promise<KnowledgeBase> {
  const row = await findKnowledgeBase(deps.db, keyOf(place));
  if (!row) throw notFound('knowledge base', place.knowledgeBaseId);
  const sources = await listKnowledgeBaseSources(deps.db, place.workspaceId, [place.knowledgeBaseId]);
  const crawls = await listKnowledgeBaseCrawls(deps.db, place.workspaceId, [place.knowledgeBaseId]);
  return renderKnowledgeBase(deps, row, sources, crawls);
}

/** Newest first. */
export async function listKnowledgeBases(deps: KnowledgeBaseDeps, workspaceId: string): Promise<KnowledgeBase[]> {
  const rows = await listKnowledgeBaseRows(deps.db, workspaceId);
  const ids = rows.map((row) => row.knowledge_base_id);
  const sources = await listKnowledgeBaseSources(deps.db, workspaceId, ids);
  const crawls = await listKnowledgeBaseCrawls(deps.db, workspaceId, ids);
  const sourcesOf = Map.groupBy(sources, (source) => source.knowledge_base_id);
  const crawlsOf = Map.groupBy(crawls, (crawl) => crawl.knowledge_base_id);
  return rows.map((row) => {
    const id = row.knowledge_base_id;
    return renderKnowledgeBase(deps, row, sourcesOf.get(id) ?? [], crawlsOf.get(id) ?? []);
  });
}

/** With its files. Agents that name it go on without it. */
export async function deleteKnowledgeBase(deps: KnowledgeBaseDeps, place: KnowledgeBasePlace): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    // Held, or a source that is being added would leave its file behind.
    if (!(await lockKnowledgeBase(tx, keyOf(place)))) throw notFound('knowledge base', place.knowledgeBaseId);
    const sources = await listKnowledgeBaseSources(tx, place.workspaceId, [place.knowledgeBaseId]);
    await deleteKnowledgeBaseRow(tx, keyOf(place));
    await forgetFiles(tx, sources);
  });
}

/** Their files go when the transaction has committed. */
export async function forgetFiles(tx: ResourceDeps['db'], sources: Row<'knowledge_base_sources'>[]): Promise<void> {
  const keys = sources.flatMap((source) => source.blob_key ?? []);
  if (keys.length > 0) await enqueue(tx, 'delete-files', { keys });
}

export function keyOf(place: KnowledgeBasePlace): { workspace_id: string; knowledge_base_id: string } {
  return { workspace_id: place.workspaceId, knowledge_base_id: place.knowledgeBaseId };
}

/** As `checkRoom` counts them. */
export function asKinds(crawls: readonly unknown[]): { type: string }[] {
  return crawls.map(() => ({ type: 'crawl' }));
}

export function renderKnowledgeBase(
  deps: Pick<ResourceDeps, 'fileLinks'>,
  row: Row<'knowledge_bases'>,
  sources: Row<'knowledge_base_sources'>[],
  crawls: Row<'knowledge_base_crawls'>[],
): KnowledgeBase {
  const { workspace_id: _workspace, created_at: _created, chunks_version: _version, ...rest } = row;
  const { last_refreshed_timestamp: refreshed, ...shown } = rest;
  return {
    ...shown,
    knowledge_base_sources: sources.map((source) => renderSource(deps.fileLinks, source)),
    ...(crawls.length === 0 ? {} : { knowledge_base_crawls: crawls.map(renderCrawl) }),
    ...(refreshed === null ? {} : { last_refreshed_timestamp: refreshed }),
  };
}

type Source = NonNullable<KnowledgeBase['knowledge_base_sources']>[number];

function renderSource(links: ResourceDeps['fileLinks'], source: Row<'knowledge_base_sources'>): Source {
  const { type, source_id, name, state, fault } = source;
  const reading = { ...renderState(state), ...(fault === null ? {} : { error: fault }) };
  if (type === 'url') return { type, source_id, url: name, ...reading };
  const url = links.url(source.blob_key ?? '');
  if (type === 'text') return { type, source_id, title: name, content_url: url, ...reading };
  return { type, source_id, filename: name, file_url: url, file_size: source.size ?? 0, ...reading };
}
