// The workspace: its limits and settings, who may come in.

import { getConcurrency, getOrganization, updateOrganization } from '../../resources/workspace/index.ts';
import type { HandlerTable } from './types.ts';

export const WORKSPACE_HANDLERS = {
  getConcurrency: (deps, { workspaceId }) => getConcurrency(deps, workspaceId),
  getOrganization: (deps, { workspaceId }) => getOrganization(deps, workspaceId),
  updateOrganization: (deps, { workspaceId, body }) => updateOrganization(deps, workspaceId, body),
} satisfies HandlerTable;
