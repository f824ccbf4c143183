// Response engines: language models, conversation flows and their components.

import {
  createConversationFlowComponent,
  deleteConversationFlowComponent,
  getConversationFlowComponent,
  listConversationFlowComponents,
  listConversationFlowComponentWarnings,
  listConversationFlowComponentsV2,
  updateConversationFlowComponent,
} from '../../resources/conversation-flow-component/index.ts';
import {
  createConversationFlow,
  deleteConversationFlow,
  getConversationFlow,
  listConversationFlows,
  listConversationFlowsV2,
  listConversationFlowWarnings,
  updateConversationFlow,
} from '../../resources/conversation-flow/index.ts';
import {
  createRetellLlm,
  deleteRetellLlm,
  getRetellLlm,
  listRetellLlms,
  listRetellLlmsV2,
  listRetellLlmWarnings,
  updateRetellLlm,
} from '../../resources/llm/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const ENGINE_HANDLERS = {
  createRetellLLM: (deps, { workspaceId, body }) => createRetellLlm(deps, workspaceId, body),
  deleteRetellLLM: (deps, request) => deleteRetellLlm(deps, llmPlace(request), request.query.force_delete === true),
  getRetellLLM: (deps, request) => getRetellLlm(deps, llmPlace(request)),
  listRetellLLM: (deps, { workspaceId, query }) => listRetellLlms(deps, workspaceId, query),
  listRetellLLMsV2: (deps, { workspaceId, query }) => listRetellLlmsV2(deps, workspaceId, query),
  listRetellLLMWarnings: (deps, request) => listRetellLlmWarnings(deps, llmPlace(request)),
  updateRetellLLM: (deps, request) => updateRetellLlm(deps, llmPlace(request), request.body),

  createConversationFlow: (deps, { workspaceId, body }) => createConversationFlow(deps, workspaceId, body),
  deleteConversationFlow: (deps, request) =>
    deleteConversationFlow(deps, flowPlace(request), request.query.force_delete === true),
  getConversationFlow: (deps, request) => getConversationFlow(deps, flowPlace(request)),
  listConversationFlows: (deps, { workspaceId, query }) => listConversationFlows(deps, workspaceId, query),
  listConversationFlowsV2: (deps, { workspaceId, query }) => listConversationFlowsV2(deps, workspaceId, query),
  listConversationFlowWarnings: (deps, request) => listConversationFlowWarnings(deps, flowPlace(request)),
  updateConversationFlow: (deps, request) => updateConversationFlow(deps, flowPlace(request), request.body),

  createConversationFlowComponent: (deps, { workspaceId, body }) =>
    createConversationFlowComponent(deps, workspaceId, body),
  deleteConversationFlowComponent: (deps, request) => deleteConversationFlowComponent(deps, componentPlace(request)),
  getConversationFlowComponent: (deps, request) => getConversationFlowComponent(deps, componentPlace(request)),
  listConversationFlowComponents: (deps, { workspaceId }) => listConversationFlowComponents(deps, workspaceId),
  listConversationFlowComponentsV2: (deps, { workspaceId, query }) =>
    listConversationFlowComponentsV2(deps, workspaceId, query),
  listConversationFlowComponentWarnings: (deps, request) =>
    listConversationFlowComponentWarnings(deps, componentPlace(request)),
  updateConversationFlowComponent: (deps, request) =>
    updateConversationFlowComponent(deps, componentPlace(request), request.body),
} satisfies HandlerTable;

function llmPlace({ workspaceId, params, query }: Place) {
  return { workspaceId, llmId: params.llm_id ?? '', version: query.version as number | undefined };
}

function flowPlace({ workspaceId, params, query }: Place) {
  return { workspaceId, flowId: params.conversation_flow_id ?? '', version: query.version as number | undefined };
}

function componentPlace({ workspaceId, params }: Place) {
  return { workspaceId, componentId: params.conversation_flow_component_id ?? '' };
}
