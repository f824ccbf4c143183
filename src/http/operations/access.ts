// Keys, members, workspaces, the audit log.

import {
  deleteApiKey,
  issueApiKey,
  listWorkspaceKeys,
  makeWebhookKey,
  updateApiKey,
} from '../../resources/api-key/index.ts';
import { listAuditLog } from '../../resources/audit/index.ts';
import {
  createSignInLink,
  deleteMember,
  inviteMember,
  listMembers,
  updateMember,
} from '../../resources/member/index.ts';
import {
  createWorkspace,
  getApiKeyInfo,
  getSession,
  listWorkspaces,
  switchWorkspace,
} from '../../resources/workspace/index.ts';
import type { HandlerTable } from './types.ts';

export const ACCESS_HANDLERS = {
  getApiKeyInfo: (deps, { access }) => getApiKeyInfo(deps, access),
  getSession: (deps, { access }) => getSession(deps, access),
  createApiKey: (deps, { access, body }) => issueApiKey(deps, access, body),
  listApiKeys: (deps, { access, query }) => listWorkspaceKeys(deps, access, query),
  updateApiKey: (deps, { access, params, body }) => updateApiKey(deps, access, params.api_key_id ?? '', body),
  deleteApiKey: (deps, { access, params }) => deleteApiKey(deps, access, params.api_key_id ?? ''),
  makeWebhookKey: (deps, { workspaceId, params }) =>
    makeWebhookKey(deps, { workspaceId, apiKeyId: params.api_key_id ?? '' }),
  listMembers: (deps, { workspaceId, query }) => listMembers(deps, workspaceId, query),
  inviteMember: (deps, { workspaceId, body }) => inviteMember(deps, workspaceId, body),
  updateMember: (deps, { access, params, body }) => updateMember(deps, access, params.member_id ?? '', body),
  deleteMember: (deps, { access, params }) => deleteMember(deps, access, params.member_id ?? ''),
  createSignInLink: (deps, { workspaceId, params }) =>
    createSignInLink(deps, { workspaceId, memberId: params.member_id ?? '' }),
  listWorkspaces: (deps, { access, query }) => listWorkspaces(deps, access, query),
  createWorkspace: (deps, { access, body }) => createWorkspace(deps, access, body),
  switchWorkspace: (deps, { access, body }) => switchWorkspace(deps, access, body),
  listAuditLog: (deps, { workspaceId, query }) => listAuditLog(deps, workspaceId, query),
} satisfies HandlerTable;
