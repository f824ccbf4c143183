// Calls: made, read, changed, exported.

import {
  createWebCall,
  deleteCall,
  getCall,
  listCalls,
  listCallsV3,
  rerunCallAnalysis,
  updateCall,
} from '../../resources/call/index.ts';
import { createExportRequest, deleteExportRequest, listExportRequests } from '../../resources/export/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const CALL_HANDLERS = {
  createWebCall: (deps, { workspaceId, body }) => createWebCall(deps, workspaceId, body),
  deleteCall: (deps, request) => deleteCall(deps, callPlace(request)),
  getCall: (deps, request) => getCall(deps, callPlace(request)),
  listCalls: (deps, { workspaceId, body }) => listCalls(deps, workspaceId, body),
  listCallsV3: (deps, { workspaceId, body }) => listCallsV3(deps, workspaceId, body),
  rerunCallAnalysis: (deps, request) => rerunCallAnalysis(deps, callPlace(request)),
  createExportRequest: (deps, { workspaceId, body }) => createExportRequest(deps, workspaceId, body),
  deleteExportRequest: (deps, { workspaceId, params }) =>
    deleteExportRequest(deps, workspaceId, params.export_request_id ?? ''),
  listExportRequestsV2: (deps, { workspaceId, query }) => listExportRequests(deps, workspaceId, query),
  updateCallMetadata: (deps, request) => updateCall(deps, callPlace(request), request.body),
} satisfies HandlerTable;

function callPlace({ workspaceId, params }: Place) {
  return { workspaceId, callId: params.call_id ?? '' };
}
