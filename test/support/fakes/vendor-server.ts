// The part that all fake vendors share: one HTTP and WebSocket server on a free port, and the ways in which vendors fail.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Scope } from '../scope.ts';

/** What goes wrong with the next requests. `cut`: the socket dies in the middle; `mute`: accepted, then nothing. */
export type Fault = { status: number; headers?: Record<string, string>; body?: string } | 'cut' | 'garbage' | 'mute';

export interface VendorRequest {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Parsed JSON of an HTTP body. */
  body: unknown;
}

export interface FakeVendor {
  /** `http://127.0.0.1:<port>` */
  url: string;
  readonly requests: readonly VendorRequest[];
  /** null = works again. */
  fail(fault: Fault | null): void;
  /** Every connection dies now. */
  cut(): void;
  /** JSON messages that came over sockets, oldest first. */
  readonly texts: readonly Record<string, unknown>[];
  /** Resolves when `count` messages of this type came over sockets. */
  told(type: string, count: number): Promise<void>;
  /** Resolves when the vendor has seen `count` requests. */
  seen(count: number): Promise<void>;
  /** Resolves when the client has gone away from `count` of them before or after the answer was complete. */
  left(count: number): Promise<void>;
}

export interface VendorHandlers {
  /** Answers one HTTP request; the fault is one that it must act out by itself (`cut`, `garbage`). */
  http?: (request: VendorRequest, response: ServerResponse, fault: Fault | null) => void;
  /** Speaks with one socket; the same. */
  socket?: (request: VendorRequest, socket: WebSocket, fault: Fault | null) => void;
  /** Status that refuses this request, if it does: a wrong key, an unknown model. */
  refuse?: (request: VendorRequest) => { status: number; body: string } | null;
}

/** Starts the server; it stops with the test. */
export async function startVendor(t: Scope, handlers: VendorHandlers): Promise<FakeVendor> {
  const requests: VendorRequest[] = [];
  const seen = createCounter();
  const left = createCounter();
  const texts: Record<string, unknown>[] = [];
  const told = new Map<string, ReturnType<typeof createCounter>>();
  let fault: Fault | null = null;
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  function note(incoming: IncomingMessage, body: unknown): VendorRequest {
    const url = new URL(incoming.url ?? '/', 'http://fake');
    const request = { path: url.pathname, query: url.searchParams, headers: incoming.headers, body };
    requests.push(request);
    return request;
  }

  function counterOf(type: string): ReturnType<typeof createCounter> {
    const counter = told.get(type) ?? createCounter();
    told.set(type, counter);
    return counter;
  }

  function refusalOf(
    request: VendorRequest,
  ): { status: number; headers?: Record<string, string>; body?: string } | null {
    return typeof fault === 'object' && fault !== null ? fault : (handlers.refuse?.(request) ?? null);
  }

  server.on('request', (incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const text = String(Buffer.concat(parts));
      const request = note(incoming, text === '' ? null : JSON.parse(text));
      response.on('close', () => left.add());
      seen.add();
      const refusal = refusalOf(request);
      if (refusal) {
        response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
        response.end(refusal.body ?? '{"error":{"message":"told to fail"}}');
      } else if (fault !== 'mute') {
        handlers.http?.(request, response, fault);
      }
    });
  });
  server.on('upgrade', (incoming, socket, head) => {
    const request = note(incoming, null);
    socket.on('close', () => left.add());
    socket.on('error', () => undefined);
    seen.add();
    const refusal = refusalOf(request);
    if (refusal) {
      const body = refusal.body ?? '';
      const extra = Object.entries(refusal.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(
        `HTTP/1.1 ${refusal.status} Refused\r\n${extra.join('')}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
      return;
    }
    sockets.handleUpgrade(incoming, socket, head, (connected) => {
      connected.on('message', (data, isBinary) => {
        if (isBinary) return;
        const message = JSON.parse(String(data)) as Record<string, unknown>;
        texts.push(message);
        counterOf(String(message.type)).add();
      });
      if (fault !== 'mute') handlers.socket?.(request, connected, fault);
    });
  });

  function cut(): void {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    texts,
    told: (type, count) => counterOf(type).reached(count),
    fail: (next) => (fault = next),
    cut,
    seen: seen.reached,
    left: left.reached,
  };
}

function createCounter(): { add(): void; reached(count: number): Promise<void> } {
  let count = 0;
  let waiting: { count: number; resolve: () => void }[] = [];
  return {
    add() {
      count++;
      for (const item of waiting) if (item.count <= count) item.resolve();
      waiting = waiting.filter((item) => item.count > count);
    },
    reached(wanted) {
      return count >= wanted ? Promise.resolve() : new Promise((resolve) => waiting.push({ count: wanted, resolve }));
    },
  };
}

/** A key that every fake accepts; any other is refused with 401, none at all as well. */
export const goodKey = 'sk-good-0123456789abcdef';
export const badKey = 'sk-bad-secret-0123456789';
