export type { McpDeps } from './client.ts';
export { McpError } from './error.ts';
export { findMcpServer, mcpServerNames } from './server.ts';
export type { McpServer } from './server.ts';
export { listMcpTools } from './list-tools.ts';
export type { McpToolDefinition } from './list-tools.ts';
