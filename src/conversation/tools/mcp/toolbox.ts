// The MCP tools of one conversation: how the model sees them, and calling them.

import { CallToolResultSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { StreamingEgress } from '../../../interfaces/egress.ts';
import type { EngineEvent } from '../../engine.ts';
import type { ToolConfig } from '../../retell-llm-config.ts';
import type { VariableLookup } from '../../variables.ts';
import { addressOf } from './client.ts';
import { McpError } from './error.ts';
import type { McpToolDefinition } from './list-tools.ts';
import { createMcpListings, type McpListingCache } from './listings.ts';
import { storedSchema, UNKNOWN_SCHEMA, usableSchema } from './schema.ts';
import { findMcpServer, mcpServerNames, type McpServer } from './server.ts';
import { createMcpSessions } from './sessions.ts';

/** What a conversation needs of the world to use MCP servers. */
export interface McpWorld {
  egress: StreamingEgress;
  cache?: McpListingCache;
  /** For listing all servers, counted from the beginning of the conversation; default 400. */
  listingBudgetMs?: number;
}

export interface McpToolConfig extends ToolConfig {
  type: 'mcp';
  mcp_id?: string | null;
  input_schema?: unknown;
  response_variables?: Record<string, string> | null;
  /** The servers that the tool may mean; without it those of the engine's document. */
  mcps?: readonly McpServer[];
}

export interface McpToolbox {
  /** Waits for the listing of the servers, within its budget. */
  ready(signal: AbortSignal): Promise<void>;
  /** With description and parameters as its server lists them, else as the agent describes it. */
  describe(tool: ToolConfig): ToolConfig;
  /** Throws McpError, the server's own refusal, and the signal's reason. */
  call(tool: McpToolConfig, args: object, lookup: VariableLookup, signal: AbortSignal): Promise<CallToolResult>;
  /** What is wrong with servers, for the conversation's log. */
  notes(): EngineEvent[];
  /** A note that has come into the log. */
  told(id: string): void;
  /** Ends the sessions. Idempotent, never rejects. */
  close(): Promise<void>;
}

export interface McpToolboxConfig {
  /** Of the engine's document. */
  mcps: readonly McpServer[];
  /** All that the conversation may come to. */
  tools: readonly ToolConfig[];
  lookup: VariableLookup;
}

const LISTING_BUDGET_MS = 400;

/** Null for a conversation without MCP tools. Begins to list the servers of the tools. */
export function createMcpToolbox(world: McpWorld | undefined, config: McpToolboxConfig): McpToolbox | null {
  const tools = config.tools.filter(isMcpTool);
  if (!world || tools.length === 0) return null;
  const sessions = createMcpSessions(world.egress);
  const serverOf = (tool: McpToolConfig): McpServer | undefined => findMcpServer(tool.mcps ?? config.mcps, tool.mcp_id);
  const servers = new Set(tools.map(serverOf).filter((server) => server !== undefined));
  const { lookup } = config;
  const budgetMs = world.listingBudgetMs ?? LISTING_BUDGET_MS;
  const listings = createMcpListings({ sessions, lookup, budgetMs, cache: world.cache }, [...servers]);

  function definitionOf(tool: McpToolConfig): McpToolDefinition | undefined {
    const server = serverOf(tool);
    const listed = (server && listings.tools(server)) ?? [];
    // Names that vendors do not allow are written otherwise in the agent's document.
    return listed.find(({ name }) => name === tool.name) ?? listed.find(({ name }) => plain(name) === tool.name);
  }

  return {
    ready: (signal) => listings.ready(signal),
    describe(tool) {
      if (!isMcpTool(tool)) return tool;
      const definition = definitionOf(tool);
      const parameters = usableSchema(definition?.inputSchema) ?? storedSchema(tool.input_schema) ?? UNKNOWN_SCHEMA;
      return { ...tool, parameters, description: tool.description || definition?.description || null };
    },
    async call(tool, args, lookupNow, signal) {
      const server = serverOf(tool);
      if (!server) throw new McpError(unknownServer(tool, tool.mcps ?? config.mcps));
      const params = { name: definitionOf(tool)?.name ?? tool.name, arguments: { ...args } };
      return sessions.ask(
        addressOf(server, lookupNow),
        ({ client, limits }) =>
          // Not the client's own callTool: that holds the answer to a schema of the server's.
          client.request({ method: 'tools/call', params }, CallToolResultSchema, {
            timeout: limits.timeout,
            signal: AbortSignal.any([limits.signal, signal]),
          }),
        signal,
      );
    },
    notes: () =>
      listings.notes().map(({ id, text }) => ({ is: 'move' as const, move: { id, transition: null, note: text } })),
    told: (id) => listings.told(id),
    async close() {
      listings.close();
      await sessions.close();
    },
  };
}

function isMcpTool(tool: ToolConfig): tool is McpToolConfig {
  return tool.type === 'mcp';
}

function unknownServer({ name, mcp_id: id }: McpToolConfig, servers: readonly McpServer[]): string {
  const there = servers.length === 0 ? 'The agent has no MCP server' : `There are ${mcpServerNames(servers)}`;
  return `The tool "${name}" belongs to no MCP server of the agent${id ? ` (mcp_id ${JSON.stringify(id)})` : ''}. ${there}.`;
}

function plain(name: string): string {
  return name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
}
