// A bad network between a LiveKit client and the server: signalling and sound both pass through here and can be cut. It rewrites the
// ICE candidates of both, so that UDP has no other way.

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
    const toClient = inOrder(client, (data) => rewriteResponse(data, sound.standIn));
    onward.removeAllListeners('message');
    onward.on('message', toClient);
    for (const data of early) toClient(data);
    client.on(
      'message',
      inOrder(onward, (data) => rewriteRequest(data, sound.standIn)),
    );
    client.on('error', () => onward.terminate());
    client.on('close', () => (state.signalling ? onward.close() : onward.terminate()));
    onward.on('close', () => (state.signalling ? client.close() : client.terminate()));
  }

  function inOrder(to: WebSocket, change: (data: Buffer) => Promise<Uint8Array>): (data: Buffer) => void {
    let order: Promise<void> = Promise.resolve();
    return (data) => {
      order = order.then(async () => {
        const message = await change(data);
        if (state.signalling && to.readyState === WebSocket.OPEN) to.send(message);
      });
    };
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

/** Stands in for an address of the other side; gives the port on the loopback to be used in its place. */
type StandIn = (address: string, port: number) => Promise<number>;

/**
 * One socket stands in for each address on either side: what comes from A to the stand-in of B goes on to B from the stand-in of A.
 */
function createSoundRelay(state: { sound: boolean; passed: number }) {
  const standIns = new Map<string, Promise<Socket>>();
  const open: Socket[] = [];

  function standIn(address: string, port: number): Promise<Socket> {
    const key = `${address}:${port}`;
    const known = standIns.get(key) ?? bind(address, port);
    standIns.set(key, known);
    return known;
  }

  async function bind(address: string, port: number): Promise<Socket> {
    const socket = createSocket('udp4');
    open.push(socket);
    socket.on('message', (data, from) => {
      if (!state.sound) return;
      state.passed++;
      void standIn(from.address, from.port).then((sender) => {
        if (open.includes(sender)) sender.send(data, port, address);
      });
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return socket;
  }

  return {
    standIn: async (address: string, port: number) => (await standIn(address, port)).address().port,
    close() {
      for (const socket of open.splice(0)) socket.close();
    },
  };
}

async function rewriteResponse(data: Buffer, standIn: StandIn): Promise<Uint8Array> {
  const response = SignalResponse.fromBinary(data);
  return (await rewrite(response.message, standIn)) ? response.toBinary() : data;
}

async function rewriteRequest(data: Buffer, standIn: StandIn): Promise<Uint8Array> {
  const request = SignalRequest.fromBinary(data);
  return (await rewrite(request.message, standIn)) ? request.toBinary() : data;
}

/** False when the message has no addresses in it. */
async function rewrite(
  message: SignalRequest['message'] | SignalResponse['message'],
  standIn: StandIn,
): Promise<boolean> {
  if (message.case === 'offer' || message.case === 'answer')
    message.value.sdp = await redirect(message.value.sdp, standIn);
  else if (message.case === 'trickle')
    message.value.candidateInit = await redirect(message.value.candidateInit, standIn);
  else return false;
  return true;
}

const candidate = /(candidate:\S+ \d+ udp \d+ )(\d+\.\d+\.\d+\.\d+) (\d+)( typ host)/gi;

async function redirect(text: string, standIn: StandIn): Promise<string> {
  const ports = new Map<string, number>();
  for (const [, , address, port] of text.matchAll(candidate)) {
    ports.set(`${address}:${port}`, await standIn(address!, Number(port)));
  }
  return text.replace(candidate, (_all, head: string, address: string, port: string, tail: string) => {
    return `${head}127.0.0.1 ${ports.get(`${address}:${port}`)}${tail}`;
  });
}
