// Voices.

import {
  addCommunityVoice,
  cloneVoice,
  getWorkspaceVoice,
  listWorkspaceVoices,
  searchCommunityVoice,
} from '../../resources/voice/index.ts';
import type { HandlerTable } from './types.ts';

export const VOICE_HANDLERS = {
  addCommunityVoice: (deps, { workspaceId, body }) => addCommunityVoice(deps, workspaceId, body),
  cloneVoice: (deps, { workspaceId, body, files }) => cloneVoice(deps, workspaceId, body, files),
  getVoice: (deps, { workspaceId, params }) => getWorkspaceVoice(deps, workspaceId, params.voice_id ?? ''),
  listVoices: (deps, { workspaceId }) => listWorkspaceVoices(deps, workspaceId),
  searchCommunityVoice: (deps, { body }) => searchCommunityVoice(deps, body),
} satisfies HandlerTable;
