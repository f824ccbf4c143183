// A connection to an MCP server: streamable HTTP first, the older transport with server-sent events where a server knows only that.
// https://modelcontextprotocol.io/specification/2025-11-25/basic/transports

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { EgressError, type StreamingEgress } from '../../../interfaces/egress.ts';
import { substitute, type VariableLookup } from '../../variables.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

/** As agents' documents hold it (the contract's MCP). */
export interface McpServer {
  name: string;
  url: string;
  headers?: Record<string, string>;
  query_params?: Record<string, string>;
  /** For connecting, and for each question. */
  timeout_ms?: number | null;
}

export interface McpDeps {
  egress: StreamingEgress;
  lookup: VariableLookup;
  signal: AbortSignal;
}

/** A server that cannot be used. `message` is fit for a user and does not repeat headers or query values. */
export class McpError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'McpError';
  }
}

const DEFAULT_TIMEOUT_MS = 120_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Statuses by which a server says that it does not know streamable HTTP. */
const OTHER_TRANSPORT = new Set([400, 404, 405, 406, 415, 501]);

/** Connects, lets `work` ask, and closes in any case. Throws McpError. */
export async function withMcpServer<T>(
  deps: McpDeps,
  server: McpServer,
  work: (client: Client, limits: { timeout: number; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const signal = AbortSignal.any([deps.signal, own.signal]);
  const limits = { timeout: server.timeout_ms ?? DEFAULT_TIMEOUT_MS, signal };
  let client: Client | null = null;
  try {
    client = await connect({ ...deps, signal }, server, limits);
    return await work(client, limits);
  } catch (error) {
    throw new McpError(`The MCP server ${JSON.stringify(server.name)}: ${words(error)}.`, { cause: error });
  } finally {
    await client?.close().catch(() => undefined);
    // Whatever a transport still waits for ends here.
    own.abort();
  }
}

async function connect(
  deps: McpDeps,
  server: McpServer,
  limits: { timeout: number; signal: AbortSignal },
): Promise<Client> {
  const url = addressOf(server, deps.lookup);
  const options = {
    fetch: createGuardedFetch(deps.egress, {
      timeoutMs: limits.timeout,
      maxBodyBytes: MAX_ANSWER_BYTES,
      signal: limits.signal,
    }),
    requestInit: { headers: headersOf(server, deps.lookup) },
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1000,
      maxReconnectionDelay: 1000,
      reconnectionDelayGrowFactor: 1,
    },
  };
  try {
    return await connectBy(new StreamableHTTPClientTransport(url, options) as Transport, limits);
  } catch (error) {
    if (!(error instanceof StreamableHTTPError) || !OTHER_TRANSPORT.has(error.code ?? 0)) throw error;
    return connectBy(new SSEClientTransport(url, options), limits).catch((second: unknown) => {
      // The first refusal tells more than that the other way does not work either.
      throw second instanceof EgressError ? second : error;
    });
  }
}

async function connectBy(transport: Transport, limits: { timeout: number; signal: AbortSignal }): Promise<Client> {
  const client = new Client({ name: 'ringback', version: '1' });
  const failed = Promise.withResolvers<never>();
  // A transport that dies while the answer is awaited says so only here.
  client.onerror = (error) => failed.reject(error);
  failed.promise.catch(() => undefined);
  try {
    await Promise.race([client.connect(transport, limits), failed.promise]);
    return client;
  } catch (error) {
    await transport.close().catch(() => undefined);
    throw error;
  } finally {
    client.onerror = () => undefined;
  }
}

function addressOf(server: McpServer, lookup: VariableLookup): URL {
  const address = substitute(server.url, lookup);
  if (!URL.canParse(address)) throw new EgressError('invalid_url', 'its address is not a URL');
  const url = new URL(address);
  for (const [name, value] of Object.entries(server.query_params ?? {}))
    url.searchParams.append(name, substitute(value, lookup));
  return url;
}

function headersOf(server: McpServer, lookup: VariableLookup): Record<string, string> {
  const headers = Object.entries(server.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    substitute(value, lookup).replace(/[\r\n\0]+/g, ' '),
  ]);
  return Object.fromEntries(headers) as Record<string, string>;
}

/** The cause in words; what the server wrote stays out of it. */
function words(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof EgressError || each instanceof McpError) return each.message;
    if (each instanceof StreamableHTTPError) return statusWords(each.code ?? 0);
    const { code } = each as { code?: unknown };
    if (code === -32001) return 'it did not answer in time';
    if (code === -32000) return 'it closed the connection';
  }
  return 'its answer is not what the Model Context Protocol promises';
}

function statusWords(status: number): string {
  if (status === 401 || status === 403)
    return `it refuses our credentials (status ${status}); see its headers and query_params`;
  if (status < 100) return 'its answer is neither JSON nor a stream of events';
  return `it answered with status ${status}`;
}
