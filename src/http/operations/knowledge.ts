// Knowledge bases and assets.

import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import { createAsset, deleteAsset, getAsset, listAssets } from '../../resources/asset/index.ts';
import {
  addKnowledgeBaseSources,
  createKnowledgeBase,
  deleteKnowledgeBase,
  deleteKnowledgeBaseSource,
  getKnowledgeBase,
  listKnowledgeBases,
} from '../../resources/knowledge-base/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const KNOWLEDGE_HANDLERS = {
  createKnowledgeBase: (deps, { workspaceId, body, files }) => createKnowledgeBase(deps, workspaceId, body, files),
  getKnowledgeBase: (deps, request) => getKnowledgeBase(deps, knowledgeBasePlace(request)),
  listKnowledgeBases: (deps, { workspaceId }) => listKnowledgeBases(deps, workspaceId),
  deleteKnowledgeBase: (deps, request) => deleteKnowledgeBase(deps, knowledgeBasePlace(request)),
  addKnowledgeBaseSources: (deps, request) =>
    addKnowledgeBaseSources(deps, knowledgeBasePlace(request), request.body, request.files),
  deleteKnowledgeBaseSource: (deps, request) =>
    deleteKnowledgeBaseSource(deps, knowledgeBasePlace(request), request.params.source_id ?? ''),

  // The form has passed its check: there is a file.
  createAsset: (deps, { workspaceId, files: [file] }) => createAsset(deps, workspaceId, file as UploadedFile),
  getAsset: (deps, request) => getAsset(deps, assetPlace(request)),
  listAssets: (deps, { workspaceId, query }) => listAssets(deps, workspaceId, query),
  deleteAsset: (deps, request) => deleteAsset(deps, assetPlace(request)),
} satisfies HandlerTable;

function knowledgeBasePlace({ workspaceId, params }: Place) {
  return { workspaceId, knowledgeBaseId: params.knowledge_base_id ?? '' };
}

function assetPlace({ workspaceId, params }: Place) {
  return { workspaceId, assetId: params.asset_id ?? '' };
}
