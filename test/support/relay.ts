// A bad network between a LiveKit client and the server: signalling and sound both pass through here and can be cut. It rewrites the
// server's ICE candidates so that UDP has no other way, and takes away the client's.

import { SignalRequest, SignalResponse } from '@livekit/protocol';
import { createSocket, type Socket } from 'node:dgram';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

export interface Relay {
  port: number;
  url: string;
  /** From now on nothing passes: sockets are cut, new ones refused, datagrams dropped. */
  cut(): void;
  /** Drops datagrams only. */
  cutSound(): void;
  heal(): void;
  /** Datagrams that passed, both ways. */
  readonly passed: number;
  close(): Promise<void>;
}

/** `targetPort`: the server's HTTP port on the loopback. */
export async function startRelay(targetPort: number): Promise<Relay> {
  const state = { signalling: true, sound: true, passed: 0 };
  const sound = createSoundRelay(state);
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    if (!state.signalling) return void request.socket.destroy();
    const onward = httpRequest(
      { port: targetPort, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!state.signalling) return void socket.destroy();
    const onward = new WebSocket(`ws://127.0.0.1:${targetPort}${request.url}`, { origin: request.headers.origin });
    const early: Buffer[] = [];
    onward.on('message', (data: Buffer) => early.push(data));
    onward.on('error', () => socket.destroy());
    onward.on('unexpected-response', (_request, answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    });
    onward.on('open', () => sockets.handleUpgrade(request, socket, head, (client) => join(client, onward, early)));
  });

  function join(client: WebSocket, onward: WebSocket, early: Buffer[]): void {
    let order: Promise<void> = Promise.resolve();
    const toClient = (data: Buffer) => {
      order = order.then(async () => {
        const message = await rewriteResponse(data, sound.front);
        if (state.signalling && client.readyState === WebSocket.OPEN) client.send(message);
      });
    };
    onward.removeAllListeners('message');
    onward.on('message', toClient);
    for (const data of early) toClient(data);
    client.on('message', (data: Buffer) => {
      const message = withoutCandidates(data);
      if (message && state.signalling && onward.readyState === WebSocket.OPEN) onward.send(message);
    });
    client.on('error', () => onward.terminate());
    client.on('close', () => (state.signalling ? onward.close() : onward.terminate()));
    onward.on('close', () => (state.signalling ? client.close() : client.terminate()));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    cut() {
      state.signalling = state.sound = false;
      for (const client of sockets.clients) client.terminate();
    },
    cutSound: () => void (state.sound = false),
    heal: () => void (state.signalling = state.sound = true),
    get passed() {
      return state.passed;
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      sound.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A front socket for each port of the server; behind it one socket for each client address. */
function createSoundRelay(state: { sound: boolean; passed: number }) {
  const fronts = new Map<number, Promise<number>>();
  const open: Socket[] = [];

  async function bind(): Promise<Socket> {
    const socket = createSocket('udp4');
    open.push(socket);
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return socket;
  }

  async function startFront(serverPort: number): Promise<number> {
    const front = await bind();
    const backs = new Map<string, Promise<Socket>>();
    front.on('message', (data, from) => {
      if (!state.sound) return;
      const key = `${from.address}:${from.port}`;
      let back = backs.get(key);
      if (!back) {
        back = bind().then((socket) => {
          socket.on('message', (answer) => {
            if (!state.sound) return;
            state.passed++;
            front.send(answer, from.port, from.address);
          });
          return socket;
        });
        backs.set(key, back);
      }
      state.passed++;
      void back.then((socket) => socket.send(data, serverPort, '127.0.0.1'));
    });
    return front.address().port;
  }

  return {
    front(serverPort: number): Promise<number> {
      const known = fronts.get(serverPort) ?? startFront(serverPort);
      fronts.set(serverPort, known);
      return known;
    },
    close() {
      for (const socket of open.splice(0)) socket.close();
    },
  };
}

const candidate = /(candidate:\S+ \d+ udp \d+ )(\S+) (\d+)( typ host)/g;

async function rewriteResponse(data: Buffer, front: (port: number) => Promise<number>): Promise<Uint8Array> {
  const response = SignalResponse.fromBinary(data);
  const { message } = response;
  if (message.case === 'offer' || message.case === 'answer')
    message.value.sdp = await toFront(message.value.sdp, front);
  else if (message.case === 'trickle') message.value.candidateInit = await toFront(message.value.candidateInit, front);
  else return data;
  return response.toBinary();
}

async function toFront(text: string, front: (port: number) => Promise<number>): Promise<string> {
  const ports = new Map<string, number>();
  for (const [, , , port] of text.matchAll(candidate)) ports.set(port!, await front(Number(port)));
  return text.replace(candidate, (_all, head: string, _address, port: string, tail: string) => {
    return `${head}127.0.0.1 ${ports.get(port)}${tail}`;
  });
}

/** The client's own candidates would let the server reach it by another way. Null: nothing is left to send. */
function withoutCandidates(data: Buffer): Uint8Array | null {
  const request = SignalRequest.fromBinary(data);
  const { message } = request;
  if (message.case === 'trickle') return null;
  if (message.case !== 'offer' && message.case !== 'answer') return data;
  message.value.sdp = message.value.sdp.replace(/^a=candidate:.*\r\n/gm, '');
  return request.toBinary();
}
