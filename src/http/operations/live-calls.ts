// What can be done to a running call, and web calls over plain HTTP signalling.

import {
  createWebCallV3,
  getAgentMediaStream,
  listenLiveCall,
  stopCall,
  takeOverLiveCall,
  updateLiveCall,
} from '../../resources/call/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const LIVE_CALL_HANDLERS = {
  getAgentMediaStream: (deps, { workspaceId, params }) =>
    getAgentMediaStream(deps, { workspaceId, agentId: params.agent_id ?? '' }),
  createWebCallV3: (deps, { workspaceId, body }) => createWebCallV3(deps, workspaceId, body),
  stopCall: (deps, request) => stopCall(deps, callPlace(request)),
  updateLiveCall: (deps, request) => updateLiveCall(deps, callPlace(request), request.body),
  listenLiveCall: (deps, request) => listenLiveCall(deps, callPlace(request)),
  takeOverLiveCall: (deps, request) => takeOverLiveCall(deps, callPlace(request), request.body),
} satisfies HandlerTable;

function callPlace({ workspaceId, params }: Place) {
  return { workspaceId, callId: params.call_id ?? '' };
}
