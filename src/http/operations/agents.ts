// Agents of both channels, in versions.

import {
  createAgent,
  deleteAgent,
  getAgent,
  getAgentVersions,
  listAgents,
  publishAgent,
  updateAgent,
} from '../../resources/agent/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const AGENT_HANDLERS = {
  createAgent: (deps, { workspaceId, body }) => createAgent(deps, workspaceId, body),
  deleteAgent: (deps, request) => deleteAgent(deps, agentPlace(request)),
  getAgentVersions: (deps, request) => getAgentVersions(deps, agentPlace(request)),
  getAgent: (deps, request) => getAgent(deps, agentPlace(request)),
  listAgents: (deps, { workspaceId, query }) => listAgents(deps, workspaceId, query),
  publishAgent: (deps, request) => publishAgent(deps, agentPlace(request)),
  updateAgent: (deps, request) => updateAgent(deps, agentPlace(request), request.body),
} satisfies HandlerTable;

function agentPlace({ workspaceId, params, query }: Place) {
  return { workspaceId, agentId: params.agent_id ?? '', version: query.version as number | undefined };
}
