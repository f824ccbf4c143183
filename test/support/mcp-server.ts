// MCP servers by the official SDK, on a free port, over both transports; and servers that only pretend.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';
import type { Scope } from './scope.ts';

export interface TestMcpServer {
  /** `http://127.0.0.1:<port>/mcp` */
  url: string;
  /** Of every request, oldest first. */
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers'] }[];
}

/** Any HTTP server; it stops with the test. */
export async function startMcpPretender(t: Scope, listener: RequestListener): Promise<TestMcpServer> {
  const requests: TestMcpServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, requests };
}

/** Offers `look_up` and `plain`. `json`: answers as plain JSON instead of streams of events. */
export function startStreamableServer(t: Scope, options: { json?: boolean } = {}): Promise<TestMcpServer> {
  return startMcpPretender(t, (request, response) => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: options.json === true,
    });
    void serve(transport as Transport).then(() => transport.handleRequest(request, response));
  });
}

/** The same tools by server-sent events only, as servers did before streamable HTTP. */
export function startSseServer(t: Scope): Promise<TestMcpServer> {
  const open = new Map<string, SSEServerTransport>();
  return startMcpPretender(t, (request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (request.method === 'GET') {
      const transport = new SSEServerTransport('/message', response);
      open.set(transport.sessionId, transport);
      void serve(transport);
      return;
    }
    const transport = open.get(url.searchParams.get('sessionId') ?? '');
    if (transport) void transport.handlePostMessage(request, response);
    else response.writeHead(404).end();
  });
}

async function serve(transport: Transport): Promise<void> {
  const server = new McpServer({ name: 'test', version: '1' });
  server.registerTool(
    'look_up',
    { description: 'Finds an order.', inputSchema: { order_id: z.string() } },
    async () => ({ content: [] }),
  );
  server.registerTool('plain', {}, async () => ({ content: [] }));
  await server.connect(transport);
}

/** A JSON-RPC answer to whatever `request` asks; `results` by method, which may also answer by itself. */
export async function answerRpc(
  request: IncomingMessage,
  response: ServerResponse,
  results: (method: string, params: Record<string, unknown>) => unknown,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = String(Buffer.concat(parts));
  if (text === '') return void response.writeHead(405).end();
  const { id, method, params } = JSON.parse(text) as { id?: number; method: string; params: Record<string, unknown> };
  if (id === undefined) return void response.writeHead(202).end();
  const initialized = {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'x', version: '1' },
  };
  const result = method === 'initialize' ? initialized : results(method, params);
  if (response.headersSent) return;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(typeof result === 'string' ? result : JSON.stringify({ jsonrpc: '2.0', id, result }));
}
