// Agents of both channels, in versions.

import {
  compareAgentVersions,
  createAgent,
  createAgentVersion,
  createChatAgent,
  deleteAgent,
  deleteAgentTag,
  deleteAgentVersion,
  getAgent,
  getAgentTags,
  getAgentVersions,
  listAgents,
  listAgentVersions,
  listLatest,
  publishAgent,
  publishAgentVersion,
  repairAgent,
  setAgentTag,
  updateAgent,
  type AgentPlace,
} from '../../resources/agent/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const AGENT_HANDLERS = {
  createAgent: (deps, { workspaceId, body }) => createAgent(deps, workspaceId, body),
  deleteAgent: (deps, request) => deleteAgent(deps, agentPlace(request)),
  getAgentVersions: (deps, request) => getAgentVersions(deps, agentPlace(request)),
  getAgent: (deps, request) => getAgent(deps, agentPlace(request)),
  listAgents: (deps, { workspaceId, query }) => listAgents(deps, workspaceId, 'voice', query),
  publishAgent: (deps, request) => publishAgent(deps, agentPlace(request)),
  updateAgent: (deps, request) => updateAgent(deps, agentPlace(request), request.body),

  createChatAgent: (deps, { workspaceId, body }) => createChatAgent(deps, workspaceId, body),
  deleteChatAgent: (deps, request) => deleteAgent(deps, chatAgentPlace(request)),
  getChatAgentVersions: (deps, request) => getAgentVersions(deps, chatAgentPlace(request)),
  getChatAgent: (deps, request) => getAgent(deps, chatAgentPlace(request)),
  listChatAgents: (deps, { workspaceId, query }) => listAgents(deps, workspaceId, 'chat', query),
  publishChatAgent: (deps, request) => publishAgent(deps, chatAgentPlace(request)),
  updateChatAgent: (deps, request) => updateAgent(deps, chatAgentPlace(request), request.body),

  listLatestAgents: (deps, { workspaceId, query, body }) => listLatest(deps, workspaceId, query, body),
  publishAgentVersion: (deps, request) => publishAgentVersion(deps, anyAgentPlace(request), request.body),
  createAgentVersion: (deps, request) => createAgentVersion(deps, anyAgentPlace(request), request.body),
  listAgentVersions: (deps, request) => listAgentVersions(deps, anyAgentPlace(request), request.query),
  deleteAgentVersion: (deps, request) =>
    deleteAgentVersion(deps, { ...anyAgentPlace(request), version: request.query.version as number }),
  repairAgent: (deps, request) => repairAgent(deps, anyAgentPlace(request), request.body),
  getAgentTags: (deps, request) => getAgentTags(deps, anyAgentPlace(request)),
  setAgentTag: (deps, request) => setAgentTag(deps, anyAgentPlace(request), request.body),
  deleteAgentTag: (deps, request) => deleteAgentTag(deps, anyAgentPlace(request), request.query.tag as string),
  compareAgentVersions: (deps, request) => compareAgentVersions(deps, anyAgentPlace(request), request.query),
} satisfies HandlerTable;

function agentPlace({ workspaceId, params, query }: Place): AgentPlace {
  const version = query.version as string | number | undefined;
  return { workspaceId, agentId: params.agent_id ?? '', channel: 'voice', version };
}

function chatAgentPlace(request: Place): AgentPlace {
  return { ...agentPlace(request), channel: 'chat' };
}

/** Without a version: those routes name it in other ways. */
function anyAgentPlace({ workspaceId, params }: Place): AgentPlace {
  return { workspaceId, agentId: params.agent_id ?? '', channel: 'any' };
}
