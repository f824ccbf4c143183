// Which resource function answers which operation, in the order of the contract. not-yet.ts lists the others.

import type { OperationId, RequestBody } from '../contract/index.ts';
import {
  createAgent,
  deleteAgent,
  getAgent,
  getAgentVersions,
  listAgents,
  publishAgent,
  updateAgent,
} from '../resources/agent/index.ts';
import { createWebCall, deleteCall, getCall, listCalls, updateCall } from '../resources/call/index.ts';
import type { ResourceDeps } from '../resources/index.ts';
import {
  createRetellLlm,
  deleteRetellLlm,
  getRetellLlm,
  listRetellLlms,
  updateRetellLlm,
} from '../resources/llm/index.ts';
import { getVoice, listVoices } from '../resources/voice/index.ts';
import { getConcurrency } from '../resources/workspace/index.ts';
import type { NOT_YET } from './not-yet.ts';
import type { QueryValues } from './parameters.ts';

/** Everything about a request that a rule may need; already checked against the contract. */
export interface OperationRequest<Id extends OperationId = OperationId> {
  workspaceId: string;
  params: Record<string, string>;
  query: QueryValues;
  body: RequestBody<Id>;
}

type Handler<Id extends OperationId> = (deps: ResourceDeps, request: OperationRequest<Id>) => Promise<unknown>;
type Offered = Exclude<OperationId, (typeof NOT_YET)[number]>;

export const OPERATION_HANDLERS: { [Id in Offered]: Handler<Id> } = {
  createAgent: (deps, { workspaceId, body }) => createAgent(deps, workspaceId, body),
  createRetellLLM: (deps, { workspaceId, body }) => createRetellLlm(deps, workspaceId, body),
  deleteAgent: (deps, request) => deleteAgent(deps, agentPlace(request)),
  deleteRetellLLM: (deps, request) => deleteRetellLlm(deps, llmPlace(request), request.query.force_delete === true),
  getAgentVersions: (deps, request) => getAgentVersions(deps, agentPlace(request)),
  getAgent: (deps, request) => getAgent(deps, agentPlace(request)),
  getConcurrency: (deps, { workspaceId }) => getConcurrency(deps, workspaceId),
  getRetellLLM: (deps, request) => getRetellLlm(deps, llmPlace(request)),
  getVoice: async (deps, { params }) => getVoice(deps.voices(), params.voice_id ?? ''),
  listAgents: (deps, { workspaceId, query }) => listAgents(deps, workspaceId, query),
  listRetellLLM: (deps, { workspaceId, query }) => listRetellLlms(deps, workspaceId, query),
  listVoices: async (deps) => listVoices(deps.voices()),
  publishAgent: (deps, request) => publishAgent(deps, agentPlace(request)),
  updateAgent: (deps, request) => updateAgent(deps, agentPlace(request), request.body),
  updateRetellLLM: (deps, request) => updateRetellLlm(deps, llmPlace(request), request.body),
  createWebCall: (deps, { workspaceId, body }) => createWebCall(deps, workspaceId, body),
  deleteCall: (deps, request) => deleteCall(deps, callPlace(request)),
  getCall: (deps, request) => getCall(deps, callPlace(request)),
  listCalls: (deps, { workspaceId, body }) => listCalls(deps, workspaceId, body),
  updateCallMetadata: (deps, request) => updateCall(deps, callPlace(request), request.body),
};

type Place = Pick<OperationRequest, 'workspaceId' | 'params' | 'query'>;

function agentPlace({ workspaceId, params, query }: Place) {
  return { workspaceId, agentId: params.agent_id ?? '', version: query.version as number | undefined };
}

function llmPlace({ workspaceId, params, query }: Place) {
  return { workspaceId, llmId: params.llm_id ?? '', version: query.version as number | undefined };
}

function callPlace({ workspaceId, params }: Place) {
  return { workspaceId, callId: params.call_id ?? '' };
}
