// Sources of a knowledge base: added and taken away.

import { invalidRequest, notFound, type RequestBody, quoted } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteKnowledgeBaseSourceRow,
  findKnowledgeBase,
  insertKnowledgeBaseSources,
  listKnowledgeBaseSources,
  lockKnowledgeBase,
  updateKnowledgeBaseRow,
} from '../../storage/tables/index.ts';
import { keepingFiles } from '../upload/index.ts';
import { checkRoom, checkSources } from './checks.ts';
import {
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
      const fresh = prepared.filter((source) => !isIn(there, source));
      checkRoom(there, fresh);
      const added = await insertKnowledgeBaseSources(tx, await keepSources(keep, keyOf(place), fresh, deps.now()));
      const changed =
        added.length > 0 ? await updateKnowledgeBaseRow(tx, keyOf(place), { status: 'in_progress' }) : row;
      return renderKnowledgeBase(deps, changed, [...there, ...added]);
    }),
  );
}

function isIn(there: Row<'knowledge_base_sources'>[], source: PreparedSource): boolean {
  return source.type === 'url' && there.some(({ type, name }) => type === 'url' && name === source.name);
}

/** Throws 422 for a knowledge base or a source that is not there. */
export async function deleteKnowledgeBaseSource(
  deps: KnowledgeBaseDeps,
  place: KnowledgeBasePlace,
  sourceId: string,
): Promise<KnowledgeBase> {
  return deps.db.transaction().execute(async (tx) => {
    const row = await lockKnowledgeBase(tx, keyOf(place));
    if (!row) throw notFound('knowledge base', place.knowledgeBaseId);
    const source = await deleteKnowledgeBaseSourceRow(tx, keyOf(place), sourceId);
    if (!source) throw notFound('knowledge base source', sourceId);
    await forgetFiles(tx, [source]);
    const left = await listKnowledgeBaseSources(tx, place.workspaceId, [place.knowledgeBaseId]);
    const status = statusOf(row, left);
    const changed = status === row.status ? row : await updateKnowledgeBaseRow(tx, keyOf(place), { status });
    return renderKnowledgeBase(deps, changed, left);
  });
}

/** What was waited for may have been the source that is gone. */
function statusOf(row: Row<'knowledge_bases'>, sources: Row<'knowledge_base_sources'>[]): KnowledgeBase['status'] {
  if (row.status !== 'in_progress' || sources.some(({ state }) => state === 'waiting')) return row.status;
  return sources.some(({ state }) => state === 'failed') ? 'error' : 'complete';
}
