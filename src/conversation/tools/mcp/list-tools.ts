// The tools that an MCP server offers right now.

import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { withMcpServer, type McpConnection, type McpDeps } from './client.ts';
import { McpError } from './error.ts';
import type { McpServer } from './server.ts';

/** As the contract shows it. */
export interface McpToolDefinition {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
}

/** Pages and tools of the largest server that is listed to its end. */
const MAX_PAGES = 50;
const MAX_TOOLS = 1000;
/** Of names, descriptions and schemas together, as JSON: listings are kept in memory. */
const MAX_CHARACTERS = 2_000_000;

/** Throws McpError. */
export function listMcpTools(deps: McpDeps, server: McpServer): Promise<McpToolDefinition[]> {
  return withMcpServer(deps, server, listToolsOf);
}

/** Over a connection that is there. Throws whatever the question failed with. */
export async function listToolsOf({ client, limits }: McpConnection): Promise<McpToolDefinition[]> {
  const tools: McpToolDefinition[] = [];
  let cursor: string | undefined;
  let characters = 0;
  for (let page = 0; page < MAX_PAGES; page++) {
    // Not the client's own listTools: that compiles every schema which the server sends.
    const answer = await client.request(
      { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
      ListToolsResultSchema,
      limits,
    );
    const listed = answer.tools.map(({ name, description = '', inputSchema }) => ({ name, description, inputSchema }));
    characters += JSON.stringify(listed).length;
    if (characters > MAX_CHARACTERS)
      throw new McpError(`its list of tools is longer than ${MAX_CHARACTERS} characters`);
    tools.push(...listed);
    cursor = answer.nextCursor;
    if (cursor === undefined) return tools;
    if (tools.length > MAX_TOOLS) break;
  }
  throw new McpError(`it lists more than ${MAX_TOOLS} tools, or more than ${MAX_PAGES} pages of them`);
}
