// The workspace: its limits and settings, who may come in.

import { getConcurrency } from '../../resources/workspace/index.ts';
import type { HandlerTable } from './types.ts';

export const WORKSPACE_HANDLERS = {
  getConcurrency: (deps, { workspaceId }) => getConcurrency(deps, workspaceId),
} satisfies HandlerTable;
