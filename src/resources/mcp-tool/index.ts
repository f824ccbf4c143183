export { getMcpTools } from './mcp-tools.ts';
export type { McpPlace } from './mcp-tools.ts';
