// Where carriers' media streams come in: upgrades to WebSocket under the paths of this room.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { agentStreamRoot, type AgentAddresses, type OneTimeAddresses } from './media-address.ts';
import { MediaSocket, type MediaSocketLimits } from './media-socket.ts';
import type { MediaWire } from './media-wire.ts';
import { telnyxWire } from './telnyx-wire.ts';
import { twilioWire } from './twilio-wire.ts';

/** Gets the socket of its stream; it opens it at once. */
export type StreamOwner = (socket: MediaSocket) => void;

export interface MediaDoors {
  /** False when the path is not ours. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Cuts every socket that is left. Idempotent. */
  close(): Promise<void>;
}

export interface MediaDoorsDeps {
  oneTime: OneTimeAddresses<StreamOwner>;
  agents: AgentAddresses;
  /** A stream that somebody's own TwiML opened. */
  onAgentStream(socket: MediaSocket, to: { workspaceId: string; agentId: string }): void;
  nowMs(): number;
  limits?: Partial<MediaSocketLimits>;
}

const ONE_TIME = /^\/carriers\/(twilio|telnyx)\/media\/([0-9a-f]{1,200})$/;
const AGENT = new RegExp(`^${agentStreamRoot}([^/?]{1,200})/([^/?]{1,300})$`);
/** Half a minute of mu-law as base64 is Telnyx' longest message; Twilio's have 350 bytes. */
const maxMessageBytes = 512 * 1024;
/** Sockets at a time; whoever opens more is turned away. */
const maxSockets = 5_000;
/** Time to read a refusal in, before its socket goes. */
const lastWordsMs = 1_000;
const wires: Record<string, MediaWire> = { twilio: twilioWire, telnyx: telnyxWire };

export function isMediaPath(url: string): boolean {
  const path = pathOf(url);
  return ONE_TIME.test(path) || AGENT.test(path);
}

export function createMediaDoors(deps: MediaDoorsDeps): MediaDoors {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    // What is not UTF-8 is no JSON of ours either; base64 need not be looked at twice.
    skipUTF8Validation: true,
  });
  let closed = false;

  /** What is done with the socket; null for whoever may not open one. */
  function welcomeOf(path: string): ((socket: WebSocket) => void) | null {
    const [, carrier = '', token] = ONE_TIME.exec(path) ?? [];
    if (token !== undefined) {
      const owner = deps.oneTime.take(token);
      return owner && ((socket) => owner(new MediaSocket(socket, { ...deps, wire: wires[carrier] ?? twilioWire })));
    }
    const [, agent = '', proof = ''] = AGENT.exec(path) ?? [];
    const agentId = decoded(agent);
    const workspaceId = deps.agents.workspaceOf(agentId, decoded(proof));
    if (workspaceId === null) return null;
    return (socket) =>
      deps.onAgentStream(new MediaSocket(socket, { ...deps, wire: twilioWire }), { workspaceId, agentId });
  }

  return {
    handleUpgrade(request, socket, head) {
      const path = pathOf(request.url ?? '');
      if (!isMediaPath(path)) return false;
      socket.on('error', () => socket.destroy());
      if (closed || server.clients.size >= maxSockets) {
        refuse(socket, 503, 'no more streams are taken');
        return true;
      }
      const welcome = welcomeOf(path);
      if (!welcome) refuse(socket, 403, 'this address was not made here, or was used already');
      else server.handleUpgrade(request, socket, head, welcome);
      return true;
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const client of server.clients) client.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function refuse(socket: Duplex, status: number, message: string): void {
  // Upgrades are outside the server's own time limits: a client that never closes its side would keep the socket for ever.
  setTimeout(() => socket.destroy(), lastWordsMs).unref();
  const reason = status === 403 ? 'Forbidden' : 'Service Unavailable';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(message)}\r\nConnection: close\r\n\r\n${message}`,
  );
}
