// A connection to an MCP server: streamable HTTP first, the older transport with server-sent events where a server knows only that.
// https://modelcontextprotocol.io/specification/2025-11-25/basic/transports

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { EgressError, type StreamingEgress } from '../../../interfaces/egress.ts';
import { substitute, type VariableLookup } from '../../variables.ts';
import { answeringFetch, watchedFetch } from './broken-streams.ts';
import { McpError, mcpWords } from './error.ts';
import { createGuardedFetch, type FetchLimits } from './guarded-fetch.ts';
import type { McpServer } from './server.ts';

export interface McpDeps {
  egress: StreamingEgress;
  lookup: VariableLookup;
  signal: AbortSignal;
}

/** Where a server is, its variables put in. */
export interface McpAddress {
  name: string;
  url: URL;
  headers: Record<string, string>;
  timeoutMs: number;
}

export interface McpConnection {
  client: Client;
  /** For each question. */
  limits: { timeout: number; signal: AbortSignal };
  readonly isLost: boolean;
  /** A failure of a question as McpError. */
  explain(error: unknown): McpError;
  /** Ends the session at the server as well. Idempotent, never rejects. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 120_000;
/** A server that does not let its session be ended is left. */
const FAREWELL_TIMEOUT_MS = 2_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** The stream that carries all answers of a session by server-sent events: a long call, and many of the largest answers. */
const SESSION_STREAM: FetchLimits = { timeoutMs: 12 * 3_600_000, maxBodyBytes: 256 * 1024 * 1024 };
/** Statuses by which a server says that it does not know streamable HTTP. */
const OTHER_TRANSPORT = new Set([400, 404, 405, 406, 415, 501]);

/** Connects, lets `work` ask, and closes in any case. Throws McpError. */
export async function withMcpServer<T>(
  deps: McpDeps,
  server: McpServer,
  work: (connection: McpConnection) => Promise<T>,
): Promise<T> {
  const connection = await connectMcp(deps, addressOf(server, deps.lookup));
  try {
    return await work(connection);
  } catch (error) {
    throw connection.explain(error);
  } finally {
    await connection.close();
  }
}

/** Throws McpError when it is none. */
export function addressOf(server: McpServer, lookup: VariableLookup): McpAddress {
  const address = substitute(server.url, lookup);
  if (!URL.canParse(address)) throw named(server.name, new McpError('its address is not a URL'));
  const url = new URL(address);
  for (const [name, value] of Object.entries(server.query_params ?? {}))
    url.searchParams.append(name, substitute(value, lookup));
  const headers = Object.entries(server.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    substitute(value, lookup).replace(/[\r\n\0]+/g, ' '),
  ]);
  return {
    name: server.name,
    url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    timeoutMs: server.timeout_ms ?? DEFAULT_TIMEOUT_MS,
  };
}

/** Throws McpError. The connection lives until it is closed, or until `signal` fires. */
export async function connectMcp(
  deps: Pick<McpDeps, 'egress' | 'signal'>,
  address: McpAddress,
): Promise<McpConnection> {
  const own = new AbortController();
  const signal = AbortSignal.any([deps.signal, own.signal]);
  const dialling: Dialling = { egress: deps.egress, address, signal, lost: null };
  try {
    const { client, transport } = await dial(dialling);
    return connectionOf(dialling, client, transport, own);
  } catch (error) {
    own.abort();
    throw explained(dialling, error);
  }
}

/** Of a stream that ended without its answer the reason is told. */
function explained({ address, lost }: Dialling, error: unknown): McpError {
  const isCut = (error as { code?: unknown } | null)?.code === ErrorCode.ConnectionClosed;
  const told = named(address.name, isCut && lost ? lost.why : error);
  return isCut ? new McpError(told.message, { cause: error }) : told;
}

interface Dialling {
  egress: StreamingEgress;
  address: McpAddress;
  signal: AbortSignal;
  /** Why a stream did not bring its answer. */
  lost: { why: unknown } | null;
}

function connectionOf(
  dialling: Dialling,
  client: Client,
  transport: AnyTransport,
  own: AbortController,
): McpConnection {
  const { address, signal } = dialling;
  let isClosed = false;
  let closing: Promise<void> | null = null;
  client.onclose = () => (isClosed = true);

  async function close(): Promise<void> {
    try {
      if ('terminateSession' in transport && !isClosed && !signal.aborted) await transport.terminateSession();
    } catch {
      // The server keeps its session as long as it likes.
    }
    await client.close().catch(() => undefined);
    // Whatever a transport still waits for ends here.
    own.abort();
  }

  return {
    client,
    limits: { timeout: address.timeoutMs, signal },
    get isLost() {
      return isClosed || signal.aborted;
    },
    explain: (error) => explained(dialling, error),
    close: () => (closing ??= close()),
  };
}

type AnyTransport = StreamableHTTPClientTransport | SSEClientTransport;

async function dial(dialling: Dialling): Promise<{ client: Client; transport: AnyTransport }> {
  const { address, egress, signal } = dialling;
  const usual: FetchLimits = { timeoutMs: address.timeoutMs, maxBodyBytes: MAX_ANSWER_BYTES };
  const farewell = { ...usual, timeoutMs: Math.min(FAREWELL_TIMEOUT_MS, address.timeoutMs) };
  const onCut = (why: unknown): void => void (dialling.lost = { why });
  const fetch = createGuardedFetch(egress, {
    limits: (method) => (method === 'GET' ? SESSION_STREAM : method === 'DELETE' ? farewell : usual),
    signal,
  });
  const requestInit = { headers: address.headers };
  try {
    const transport = new StreamableHTTPClientTransport(address.url, {
      fetch: answeringFetch(fetch, onCut),
      requestInit,
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1000,
        maxReconnectionDelay: 1000,
        reconnectionDelayGrowFactor: 1,
      },
    });
    return await connectBy(transport, dialling);
  } catch (error) {
    if (!(error instanceof StreamableHTTPError) || !OTHER_TRANSPORT.has(error.code ?? 0)) throw error;
    const transport: SSEClientTransport = new SSEClientTransport(address.url, {
      requestInit,
      fetch: watchedFetch(fetch, (why) => {
        if (why) onCut(why);
        void transport.close();
      }),
    });
    return connectBy(transport, dialling).catch((second: unknown) => {
      // The first refusal tells more than that the other way does not work either.
      throw second instanceof EgressError ? second : error;
    });
  }
}

async function connectBy<T extends AnyTransport>(
  transport: T,
  dialling: Dialling,
): Promise<{ client: Client; transport: T }> {
  const { address, signal } = dialling;
  const { timeoutMs } = address;
  const client = new Client({ name: 'ringback', version: '1' });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const onAbort = (): void => failed.reject(signal.reason);
  const timer = setTimeout(() => failed.reject(new McpError('it did not answer in time')), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  // What the server writes and nobody can read; its question is then answered by the end of the stream.
  client.onerror = (error) => {
    if (error instanceof SyntaxError || error.name === 'ZodError') dialling.lost = { why: error };
  };
  try {
    signal.throwIfAborted();
    const connecting = client.connect(transport as Transport, { timeout: timeoutMs, signal });
    connecting.catch(() => undefined);
    await Promise.race([connecting, failed.promise]);
    return { client, transport };
  } catch (error) {
    await transport.close().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function named(name: string, error: unknown): McpError {
  return new McpError(`The MCP server ${JSON.stringify(name)}: ${mcpWords(error)}.`, { cause: error });
}
