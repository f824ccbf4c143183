// The tools of an agent's MCP servers, asked for at the servers themselves.

import { jsonFault, notFound, unprocessable, type Schema, quoted } from '../../contract/index.ts';
import { createLookup } from '../../conversation/index.ts';
import {
  findMcpServer,
  listMcpTools,
  McpError,
  mcpServerNames,
  type McpServer,
} from '../../conversation/tools/mcp/index.ts';
import { findComponent } from '../../storage/tables/index.ts';
import { engineDocument, resolveAgent, type AgentReference } from '../agent/index.ts';
import { localComponentId } from '../conversation-flow/components.ts';
import type { ResourceDeps } from '../deps.ts';

type Deps = Pick<ResourceDeps, 'db' | 'egress'>;
type Document = Record<string, unknown>;

export interface McpPlace {
  workspaceId: string;
  agentId: string;
  version: AgentReference;
  /** By its id, or by its name: the contract gives servers no field for an id. */
  mcpId: string;
  /** Of a component of the flow, its own or a shared one. */
  componentId: string | undefined;
}

/** Longer than the page waits; the server's own timeout_ms may be shorter. */
const MAX_TIMEOUT_MS = 30_000;

/** Throws 422 for an agent, component or server that is not there, and for a server that cannot be reached or talks nonsense. */
export async function getMcpTools(deps: Deps, place: McpPlace): Promise<Schema<'MCPToolDefinition'>[]> {
  const { agent, variables } = await resolveAgent(deps.db, place.workspaceId, place.agentId, place.version, 'any');
  const engine = await engineDocument(deps.db, agent);
  const holder = await holderOf(deps, place, engine.config ?? {});
  const server = serverOf(holder, place.mcpId);
  const defaults = (engine.config?.default_dynamic_variables ?? {}) as Document;
  const sources = { defaults, request: variables, collected: {}, overrides: {} };
  const lookup = createLookup(
    () => sources,
    () => undefined,
  );
  const signal = AbortSignal.timeout(MAX_TIMEOUT_MS * 2);
  const timeout_ms = Math.min(server.timeout_ms ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS);
  try {
    const tools = await listMcpTools({ egress: deps.egress, lookup, signal }, { ...server, timeout_ms });
    const fault = jsonFault(tools);
    if (fault) throw new McpError(`The MCP server ${JSON.stringify(server.name)}: its answer cannot be used. ${fault}`);
    return tools;
  } catch (error) {
    if (error instanceof McpError) throw unprocessable(error.message);
    throw error;
  }
}

/** The document whose `mcps` are meant. */
async function holderOf(deps: Deps, place: McpPlace, config: Document): Promise<Document> {
  const { componentId, workspaceId } = place;
  if (componentId === undefined) return config;
  const local = ((config.components ?? []) as Document[]).find((each) => localComponentId(each) === componentId);
  if (local) return local;
  const shared = await findComponent(deps.db, {
    workspace_id: workspaceId,
    conversation_flow_component_id: componentId,
  });
  if (!shared) throw unprocessable(`component_id: there is no component ${quoted(componentId)}.`);
  return shared.config as Document;
}

function serverOf(holder: Document, mcpId: string): McpServer {
  const servers = (holder.mcps ?? []) as McpServer[];
  const found = findMcpServer(servers, mcpId);
  if (found) return found;
  const there = mcpServerNames(servers);
  throw notFound('MCP server', mcpId, there === '' ? 'This agent has none.' : `There are ${there}.`);
}
