// Tools of MCP servers.

import { getMcpTools } from '../../resources/mcp-tool/index.ts';
import type { HandlerTable } from './types.ts';

export const MCP_TOOL_HANDLERS = {
  getMCPTools: (deps, { workspaceId, params, query }) =>
    getMcpTools(deps, {
      workspaceId,
      agentId: params.agent_id ?? '',
      version: query.version as number | string | undefined,
      mcpId: String(query.mcp_id ?? ''),
      componentId: query.component_id as string | undefined,
    }),
} satisfies HandlerTable;
