// Running calls followed in words: a WebSocket that only we speak on. Its key comes as a subprotocol, because browsers can send nothing else.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { accessByKey, checkPermission, type Access } from '../resources/api-key/index.ts';
import { createFollowers, createLiveTranscript, type Follower } from '../resources/call/index.ts';
import type { ResourceDeps } from '../resources/index.ts';

/** Close codes of the contract. */
const NOT_ONGOING = 4004;
const TOO_MANY = 4008;
const NOT_ALLOWED = 4003;
const NO_KEY = 4001;

const PATH = /^\/v2\/monitor-live-call\/([^/?]{1,200})(?:\?|$)/;
/** A watcher that does not read is let go. */
const MAX_UNSENT_BYTES = 1_000_000;
/** Keeps proxies from closing a quiet socket; a key that was revoked meanwhile, or may no more, hears so long at most. */
const PING_MS = 20_000;

export interface CallMonitor {
  /** False when the path is not ours. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Idempotent. */
  close(): Promise<void>;
}

export function isMonitorPath(url: string): boolean {
  return PATH.test(url);
}

/** `pingMs`: how often a follower is pinged and its key looked at again. */
export function createCallMonitor(
  deps: Pick<ResourceDeps, 'db' | 'liveCall' | 'log'>,
  pingMs: number = PING_MS,
): CallMonitor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has('bearer') ? 'bearer' : false),
  });

  const followers = createFollowers(deps);

  async function follow(socket: WebSocket, callId: string, protocols: string): Promise<void> {
    socket.on('error', () => socket.terminate());
    const access = await admitted(socket, protocols);
    if (access === null) return;
    const stop = await followers.follow({ workspaceId: access.workspaceId, callId }, follower(socket, callId));
    if (stop === 'not_ongoing') return socket.close(NOT_ONGOING, 'the call is not ongoing');
    if (stop === 'too_many') return socket.close(TOO_MANY, 'as many follow this call as may');
    if (socket.readyState === socket.CLOSED) return stop();
    const pinger = setInterval(() => {
      socket.ping();
      admitted(socket, protocols).catch((error: unknown) =>
        deps.log.warn({ err: error, callId }, 'the key of a follower could not be looked at'),
      );
    }, pingMs);
    socket.on('close', () => {
      clearInterval(pinger);
      stop();
    });
  }

  /** Whose key it is; null for one that may not follow, whose socket is closed. */
  async function admitted(socket: WebSocket, protocols: string): Promise<Access | null> {
    const access = await accessOf(deps, protocols);
    if (access === null) socket.close(NO_KEY, 'API key is missing or invalid');
    else if (!mayFollow(access)) socket.close(NOT_ALLOWED, 'this key may not follow calls');
    else return access;
    return null;
  }

  return {
    handleUpgrade(request, socket, head) {
      const [, callId] = PATH.exec(request.url ?? '') ?? [];
      if (callId === undefined) return false;
      socket.on('error', () => socket.destroy());
      const protocols = request.headers['sec-websocket-protocol'] ?? '';
      server.handleUpgrade(request, socket, head, (client) => {
        follow(client, callId, protocols).catch((error: unknown) => {
          deps.log.warn({ err: error, callId }, 'a call could not be followed');
          client.close(1011);
        });
      });
      return true;
    },
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What a follower hears, in the words of the socket. */
function follower(socket: WebSocket, callId: string): Follower {
  const transcript = createLiveTranscript();
  return {
    begin(past) {
      for (const event of past) transcript.add(event);
      const transcripts = transcript.snapshot();
      say(socket, { type: 'transcript_snapshot', call_id: callId, transcripts, pre_session_transcripts: [] });
    },
    tell(fact) {
      const item = transcript.add(fact);
      if (item) say(socket, { type: 'transcript_updated', transcripts: [item] });
      if (fact.is !== 'end') return;
      say(socket, { type: 'call_ended', disconnection_reason: fact.reason });
      socket.close(1000);
    },
  };
}

async function accessOf({ db }: Pick<ResourceDeps, 'db'>, protocols: string): Promise<Access | null> {
  const [kind, key = ''] = protocols.split(',').map((each) => each.trim());
  return kind === 'bearer' && key !== '' && key.length <= 500 ? accessByKey(db, key) : null;
}

/** What is said in a call is for keys that may read calls, and never for those that stand in pages. */
function mayFollow(access: Access): boolean {
  if (access.publicKey !== null) return false;
  try {
    checkPermission(access, 'monitor', 'read');
    return true;
  } catch {
    return false;
  }
}

function say(socket: WebSocket, message: object): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.terminate();
  else socket.send(JSON.stringify(message));
}
