// Calls: made, read, changed, exported.

import { createWebCall, deleteCall, getCall, listCalls, updateCall } from '../../resources/call/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const CALL_HANDLERS = {
  createWebCall: (deps, { workspaceId, body }) => createWebCall(deps, workspaceId, body),
  deleteCall: (deps, request) => deleteCall(deps, callPlace(request)),
  getCall: (deps, request) => getCall(deps, callPlace(request)),
  listCalls: (deps, { workspaceId, body }) => listCalls(deps, workspaceId, body),
  updateCallMetadata: (deps, request) => updateCall(deps, callPlace(request), request.body),
} satisfies HandlerTable;

function callPlace({ workspaceId, params }: Place) {
  return { workspaceId, callId: params.call_id ?? '' };
}
