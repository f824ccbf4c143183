// Chats and the playground.

import type { AgentReference } from '../../resources/agent/index.ts';
import {
  createChat,
  createChatCompletion,
  createSmsChat,
  deleteChat,
  endChat,
  getChat,
  listChat,
  listChatsV3,
  rerunChatAnalysis,
  updateChat,
} from '../../resources/chat/index.ts';
import { createPlaygroundCompletion } from '../../resources/playground/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const CHAT_HANDLERS = {
  createChatCompletion: (deps, { workspaceId, body }) => createChatCompletion(deps, workspaceId, body),
  createChat: (deps, { workspaceId, body }) => createChat(deps, workspaceId, body),
  createSmsChat: (deps, { workspaceId, body }) => createSmsChat(deps, workspaceId, body),
  endChat: (deps, request) => endChat(deps, chatPlace(request)),
  getChat: (deps, request) => getChat(deps, chatPlace(request)),
  listChat: (deps, { workspaceId, query }) => listChat(deps, workspaceId, query),
  listChatsV3: (deps, { workspaceId, body }) => listChatsV3(deps, workspaceId, body),
  updateChatMetadata: (deps, request) => updateChat(deps, chatPlace(request), request.body),
  deleteChat: (deps, request) => deleteChat(deps, chatPlace(request)),
  rerunChatAnalysis: (deps, request) => rerunChatAnalysis(deps, chatPlace(request)),
  createPlaygroundCompletion: (deps, { workspaceId, params, query, body }) => {
    const version = query['version'] as AgentReference;
    return createPlaygroundCompletion(deps, { workspaceId, agentId: params['agent_id'] ?? '', version }, body);
  },
} satisfies HandlerTable;

function chatPlace({ workspaceId, params }: Pick<Place, 'workspaceId' | 'params'>) {
  return { workspaceId, chatId: params['chat_id'] ?? '' };
}
