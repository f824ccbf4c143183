// Sources of a knowledge base: added and taken away.

import { invalidRequest, notFound, type RequestBody, quoted } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteKnowledgeBaseCrawl,
  deleteKnowledgeBaseSourceRow,
  findKnowledgeBase,
  insertKnowledgeBaseCrawls,
  insertKnowledgeBaseSources,
  listKnowledgeBaseCrawls,
  listKnowledgeBaseSources,
  lockKnowledgeBase,
  raiseChunksVersion,
} from '../../storage/tables/index.ts';
import { keepingFiles } from '../upload/index.ts';
import { newCrawls } from './crawl-rows.ts';
import { enqueueCrawl, enqueueSource } from './enqueue-reading.ts';
import { settleStatus } from './settle-status.ts';
import { checkRoom, checkSources } from './checks.ts';
import {
  asKinds,
  forgetFiles,
  keyOf,
  renderKnowledgeBase,
  type KnowledgeBase,
  type KnowledgeBaseDeps,
  type KnowledgeBasePlace,
} from './knowledge-bases.ts';
import { fileKeysOf, keepSources, prepareSources, type PreparedSource } from './source-rows.ts';

/** An unknown knowledge base is 400, as the contract lists no 422 here. An address that is in already stays as it is. */
export async function addKnowledgeBaseSources(
  deps: KnowledgeBaseDeps,
  place: KnowledgeBasePlace,
  body: RequestBody<'addKnowledgeBaseSources'>,
  files: UploadedFile[],
): Promise<KnowledgeBase> {
  const unknown = invalidRequest(`There is no knowledge base ${quoted(place.knowledgeBaseId)}.`);
  if (!(await findKnowledgeBase(deps.db, keyOf(place)))) throw unknown;
  checkSources({ ...body, files });
  const prepared = await prepareSources({ ...body, files });
  return keepingFiles(deps, fileKeysOf(prepared), ({ keep, settle }) =>
    deps.db.transaction().execute(async (tx) => {
      await settle(tx);
      const row = await lockKnowledgeBase(tx, keyOf(place));
      if (!row) throw unknown;
      const there = await listKnowledgeBaseSources(tx, place.workspaceId, [place.knowledgeBaseId]);
      const crawled = await listKnowledgeBaseCrawls(tx, place.workspaceId, [place.knowledgeBaseId]);
      const fresh = prepared.filter((source) => !isIn(there, source));
      const crawls = newCrawls(keyOf(place), body.knowledge_base_crawls, crawled, deps.now());
      // Pages that were found do not count: their number is limited by that of their crawl.
      const given = there.filter(({ crawl_id }) => crawl_id === null);
      checkRoom([...given, ...asKinds(crawled)], [...fresh, ...asKinds(crawls)]);
      const added = await insertKnowledgeBaseSources(tx, await keepSources(keep, keyOf(place), fresh, deps.now()));
      for (const source of added) await enqueueSource(tx, source);
      const paths = await insertKnowledgeBaseCrawls(tx, crawls);
      for (const crawl of paths) await enqueueCrawl(tx, crawl);
      const changed = (await settleStatus(tx, keyOf(place), deps.now())) ?? row;
      return renderKnowledgeBase(deps, changed, [...there, ...added], [...crawled, ...paths]);
    }),
  );
}

function isIn(there: Row<'knowledge_base_sources'>[], source: PreparedSource): boolean {
  return source.type === 'url' && there.some(({ type, name }) => type === 'url' && name === source.name);
}

/** A crawl goes with the pages that it found. Throws 422 for a knowledge base or a source that is not there. */
export async function deleteKnowledgeBaseSource(
  deps: KnowledgeBaseDeps,
  place: KnowledgeBasePlace,
  sourceId: string,
): Promise<KnowledgeBase> {
  return deps.db.transaction().execute(async (tx) => {
    const row = await lockKnowledgeBase(tx, keyOf(place));
    if (!row) throw notFound('knowledge base', place.knowledgeBaseId);
    const source = await deleteKnowledgeBaseSourceRow(tx, keyOf(place), sourceId);
    if (source) await forgetFiles(tx, [source]);
    else if (!(await deleteKnowledgeBaseCrawl(tx, { ...keyOf(place), crawl_id: sourceId })))
      throw notFound('knowledge base source', sourceId);
    await raiseChunksVersion(tx, keyOf(place));
    const left = await listKnowledgeBaseSources(tx, place.workspaceId, [place.knowledgeBaseId]);
    // What was waited for may have been the source that is gone.
    const changed = (await settleStatus(tx, keyOf(place), deps.now())) ?? row;
    const crawls = await listKnowledgeBaseCrawls(tx, place.workspaceId, [place.knowledgeBaseId]);
    return renderKnowledgeBase(deps, changed, left, crawls);
  });
}
