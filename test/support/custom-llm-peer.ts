// A custom LLM program on a real socket, led by its test: it sends what it is told to, and hands over what it gets.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { createChannel, type Channel } from '../../src/interfaces/channel.ts';

export interface PeerFrame {
  interaction_type: string;
  response_id?: number;
  transcript?: { role: string; content: string; words: unknown[] }[];
  transcript_with_tool_calls?: { role: string }[];
  turntaking?: string;
  timestamp?: number;
  call?: Record<string, unknown>;
}

/** One connection, as the program sees it. */
export interface PeerSocket {
  /** Path and query. */
  readonly path: string;
  readonly raw: WebSocket;
  send(frame: object): void;
  /** Sugar for a `response`. */
  say(response_id: number, content: string, content_complete?: boolean, more?: object): void;
  /** The next frame of a kind; others before it are dropped. */
  next(interaction: string): Promise<PeerFrame>;
  /** Frames that came and were not asked for. */
  readonly waiting: number;
  readonly closed: Promise<{ code: number }>;
}

export interface CustomLlmPeer {
  url: string;
  /** The next connection. */
  accept(): Promise<PeerSocket>;
  /** Handshakes so far, refused ones included. */
  attempts(): number;
  /** `refuse`: 503. `hang`: the handshake is never answered. */
  mood(mood: 'accept' | 'refuse' | 'hang'): void;
  /** Resolves when so many handshakes came. */
  attempt(count: number): Promise<void>;
}

export async function startCustomLlmPeer(
  t: { after(run: () => unknown): void },
  /** Answers by itself, beside what the test does. */
  onSocket?: (socket: PeerSocket) => void,
): Promise<CustomLlmPeer> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  const accepted = createChannel<PeerSocket>();
  const next = accepted[Symbol.asyncIterator]();
  const waiters: { count: number; done: () => void }[] = [];
  const hung = new Set<{ destroy(): void }>();
  let mood: 'accept' | 'refuse' | 'hang' = 'accept';
  let attempts = 0;

  server.on('upgrade', (request, wire, head) => {
    attempts += 1;
    wire.on('error', () => undefined);
    if (mood === 'refuse') wire.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
    else if (mood === 'hang') hung.add(wire);
    else
      sockets.handleUpgrade(request, wire, head, (raw) => {
        const socket = peerSocket(raw, request.url ?? '');
        accepted.push(socket);
        onSocket?.(socket);
      });
    for (const waiter of waiters) if (attempts >= waiter.count) waiter.done();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const wire of hung) wire.destroy();
    for (const client of sockets.clients) client.terminate();
    server.close();
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accept: async () => (await next.next()).value as PeerSocket,
    attempts: () => attempts,
    mood: (wanted) => void (mood = wanted),
    attempt: (count) =>
      new Promise((resolve) => (attempts >= count ? resolve() : waiters.push({ count, done: resolve }))),
  };
}

function peerSocket(raw: WebSocket, path: string): PeerSocket {
  const frames: Channel<PeerFrame> = createChannel();
  const iterator = frames[Symbol.asyncIterator]();
  raw.on('message', (data) => frames.push(JSON.parse(String(data)) as PeerFrame));
  raw.on('error', () => undefined);
  const closed = once(raw, 'close').then(([code]) => {
    frames.close();
    return { code: code as number };
  });
  const send = (frame: object): void => raw.send(JSON.stringify(frame));
  return {
    path,
    raw,
    send,
    say: (response_id, content, content_complete = true, more = {}) =>
      send({ response_type: 'response', response_id, content, content_complete, ...more }),
    async next(interaction) {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) throw new Error(`the connection ended before a frame "${interaction}"`);
        if (value.interaction_type === interaction) return value;
      }
    },
    get waiting() {
      return frames.size;
    },
    closed,
  };
}
