// An MCP server by the official TypeScript SDK with sessions, on a free port; `/mcp` speaks streamable HTTP, `/sse` server-sent events.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';
import type { Scope } from '../scope.ts';
import type { McpPeer } from './peer.ts';

export interface TypeScriptMcpServer extends McpPeer {
  /** All sessions are gone at once, as after a restart. */
  forgetSessions(): void;
  /** Every connection dies now. */
  cut(): void;
  /** Headers and address of every request. */
  readonly requests: readonly { method: string; url: string; headers: IncomingMessage['headers'] }[];
  /** Resolves when `hang` has been called. */
  hanging: Promise<void>;
}

export async function startTypeScriptMcp(t: Scope): Promise<TypeScriptMcpServer> {
  const streamable = new Map<string, StreamableHTTPServerTransport>();
  const events = new Map<string, SSEServerTransport>();
  const requests: TypeScriptMcpServer['requests'][number][] = [];
  const bookings: unknown[] = [];
  const hanging = Promise.withResolvers<void>();

  async function onMcp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? streamable.get(id) : undefined;
    if (known) return known.handleRequest(request, response);
    if (id !== undefined) return void response.writeHead(404).end('{"error":"no such session"}');
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (made) => void streamable.set(made, transport),
      onsessionclosed: (gone) => void streamable.delete(gone),
    });
    await serve(transport as Transport, bookings, hanging.resolve);
    await transport.handleRequest(request, response);
  }

  async function onSse(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.method === 'GET') {
      const transport = new SSEServerTransport('/sse', response);
      events.set(transport.sessionId, transport);
      response.on('close', () => events.delete(transport.sessionId));
      return serve(transport, bookings, hanging.resolve);
    }
    const transport = events.get(url.searchParams.get('sessionId') ?? '');
    if (transport) return transport.handlePostMessage(request, response);
    response.writeHead(request.method === 'POST' && url.search === '' ? 405 : 404).end();
  }

  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    const url = new URL(request.url ?? '/', 'http://x');
    void (url.pathname === '/sse' ? onSse(request, response, url) : onMcp(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    streamable: `${base}/mcp`,
    sse: `${base}/sse`,
    requests,
    bookings: async () => bookings,
    sessions: async () => streamable.size + events.size,
    forgetSessions: () => streamable.clear(),
    cut: () => server.closeAllConnections(),
    hanging: hanging.promise,
  };
}

async function serve(transport: Transport, bookings: unknown[], onHang: () => void): Promise<void> {
  const server = new McpServer({ name: 'restaurant', version: '1' });
  const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });
  server.registerTool(
    'book',
    {
      description: 'Books a table.',
      inputSchema: { day: z.string().describe('As YYYY-MM-DD.'), guests: z.number().optional() },
    },
    async (args) => {
      bookings.push(args);
      return text(JSON.stringify({ booking: { id: `B${bookings.length}`, day: args.day } }));
    },
  );
  const sky = { sky: z.string(), degrees: z.number() };
  server.registerTool('weather', { description: 'The weather now.', outputSchema: sky }, async () => ({
    content: [],
    structuredContent: { sky: 'clear', degrees: 21 },
  }));
  server.registerTool('menu', { description: 'The menu, with pictures.' }, async () => ({
    content: [
      { type: 'text', text: 'Soup.' },
      { type: 'image', data: 'aGVsbG8=', mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'file:///menu.txt', text: 'Fish.' } },
    ],
  }));
  server.registerTool('refuse', { description: 'Refuses.' }, async () => ({
    ...text('The kitchen is closed.'),
    isError: true,
  }));
  server.registerTool('long', { description: 'Says much.' }, async () => text('x'.repeat(20_000)));
  server.registerTool('hang', { description: 'Never answers.' }, () => {
    onHang();
    return new Promise(() => undefined);
  });
  await server.connect(transport);
}
