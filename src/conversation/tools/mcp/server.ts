// An MCP server as an agent's documents hold it (the contract's MCP), and which of several is meant.

/** Texts may hold `{{variables}}`. */
export interface McpServer {
  name: string;
  url: string;
  headers?: Record<string, string> | null;
  query_params?: Record<string, string> | null;
  /** For connecting, and for each question. */
  timeout_ms?: number | null;
}

/**
 * By its id, or by its name: the contract gives servers no field for an id, exports of agents carry one. Without an id the only server is
 * meant.
 */
export function findMcpServer<T extends McpServer>(servers: readonly T[], id: unknown): T | undefined {
  if (id === undefined || id === null || id === '') return servers.length === 1 ? servers[0] : undefined;
  const known = servers as readonly (T & { id?: unknown; mcp_id?: unknown })[];
  return known.find((each) => each.id === id || each.mcp_id === id) ?? known.find(({ name }) => name === id);
}

/** For a message: the names of those that are there. */
export function mcpServerNames(servers: readonly McpServer[]): string {
  return servers.map(({ name }) => JSON.stringify(name)).join(', ');
}
