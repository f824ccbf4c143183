export { McpError } from './client.ts';
export type { McpDeps, McpServer } from './client.ts';
export { listMcpTools } from './list-tools.ts';
export type { McpToolDefinition } from './list-tools.ts';
