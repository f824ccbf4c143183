// The LiveKit-protocol endpoint: browsers with a call's access token join here and become legs. Signalling V0 only; V1 is refused cleanly,
// which makes clients fall back.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { DisconnectReason } from '@livekit/protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import type { WallClock } from '../../interfaces/clock.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { RunningMediaHost } from '../host/start-media-host.ts';
import { leaveMessage } from './signal-messages.ts';
import { sessionLimits, SignalSession, type SessionLimits } from './signal-session.ts';

export type Admission =
  | { ok: true; callId: string; identity: string; room: string; role?: 'caller' | 'listener' }
  | { ok: false; status: number; message: string };

export interface LiveKitEndpointOptions {
  /** Whose token is this, and may it join now? Must not throw; a rejection counts as 500. */
  authorize(token: string): Promise<Admission>;
  mediaHost: Pick<RunningMediaHost, 'peer'>;
  wallClock?: WallClock;
  limits?: Partial<SessionLimits>;
  log?(message: string, fields?: Record<string, unknown>): void;
}

export interface Incoming {
  callId: string;
  identity: string;
  room: string;
  /** A listener's leg has the role `supervisor`. */
  role: 'caller' | 'listener';
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface LiveKitEndpoint {
  /** Takes over the socket of an upgrade request under /rtc. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers what clients ask by plain HTTP under /rtc and /settings; null for any other path. */
  handleHttp(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Promise<HttpAnswer | null>;
  /** A leg that joined; also called anew for a call whose leg had gone. One listener. */
  onIncoming(listener: (leg: CallLeg, incoming: Incoming) => void): void;
  /** Web legs that are up. */
  readonly size: number;
  /** Hangs up on everybody. Idempotent. */
  close(): Promise<void>;
}

/** Time to read a refusal in, before its socket goes. */
const lastWordsMs = 1_000;
/** Far above any honest signalling message. */
const maxMessageBytes = 128 * 1024;
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, OPTIONS',
};

export function createLiveKitEndpoint(options: LiveKitEndpointOptions): LiveKitEndpoint {
  const { wallClock = Date.now, log = () => {} } = options;
  const limits = { ...sessionLimits, ...options.limits };
  /** Callers by their call, listeners by call and identity. */
  const sessions = new Map<string, SignalSession>();
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  let listener: ((leg: CallLeg, incoming: Incoming) => void) | null = null;
  let closed = false;

  async function admit(request: Pick<IncomingMessage, 'url' | 'headers'>): Promise<Admission> {
    const token = tokenOf(request);
    if (!token) return { ok: false, status: 401, message: 'no access token' };
    try {
      return await options.authorize(token);
    } catch (error) {
      log('a web call could not be authorized', { reason: error instanceof Error ? error.message : String(error) });
      return { ok: false, status: 500, message: 'the call could not be looked up' };
    }
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = urlOf(request);
    if (url?.pathname !== '/rtc') return refuse(socket, 404, 'not found');
    const admission = await admit(request);
    if (!admission.ok) return refuse(socket, admission.status, admission.message);
    if (closed) return refuse(socket, 503, 'shutting down');
    if (socket.destroyed) return;
    const resumes = url.searchParams.get('reconnect') === '1';
    server.handleUpgrade(request, socket, head, (client) => {
      if (resumes) resume(client, admission, url.searchParams.get('sid') ?? '');
      else join(client, admission);
    });
  }

  function join(client: WebSocket, incoming: Seat): void {
    const key = keyOf(incoming);
    const known = sessions.get(key);
    if (known) return known.join(client);
    const { callId, identity, room, role = 'caller' } = incoming;
    const session: SignalSession = new SignalSession({
      callId,
      identity,
      room,
      role: role === 'listener' ? 'supervisor' : 'caller',
      openPeer: (leg, onNews) => options.mediaHost.peer(leg, onNews),
      wallClock,
      limits,
      log,
      onGone: () => {
        if (sessions.get(key) === session) sessions.delete(key);
      },
    });
    sessions.set(key, session);
    session.join(client);
    listener?.(session.leg, { callId, identity, room, role });
  }

  function resume(client: WebSocket, seat: Seat, participantSid: string): void {
    const session = sessions.get(keyOf(seat));
    if (session && (participantSid === '' || participantSid === session.participantSid)) return session.resume(client);
    client.on('error', () => client.terminate());
    client.send(leaveMessage(DisconnectReason.STATE_MISMATCH), () => client.close());
  }

  return {
    handleUpgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      upgrade(request, socket, head).catch(() => socket.destroy());
    },
    async handleHttp(request) {
      const path = urlOf(request)?.pathname;
      if (path === '/settings/regions') return answer(200, '{"regions":[]}', 'application/json');
      if (path === '/rtc/validate') {
        if (request.method === 'OPTIONS') return answer(204, '');
        const admission = await admit(request);
        return admission.ok ? answer(200, 'success') : answer(admission.status, admission.message);
      }
      return path === '/rtc' || path?.startsWith('/rtc/') ? answer(404, 'not found') : null;
    },
    onIncoming: (each) => (listener = each),
    get size() {
      return sessions.size;
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const session of [...sessions.values()]) session.hangup(DisconnectReason.SERVER_SHUTDOWN, 'shutdown');
      await new Promise((resolve) => setTimeout(resolve, limits.lingerMs * 2));
      for (const client of server.clients) client.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Seat = Admission & { ok: true };

function keyOf({ callId, identity, role }: Seat): string {
  return role === 'listener' ? `${callId}/${identity}` : callId;
}

function answer(status: number, body: string, type = 'text/plain; charset=utf-8'): HttpAnswer {
  return { status, headers: { 'content-type': type, ...cors }, body };
}

function urlOf(request: { url?: string }): URL | null {
  return URL.parse(request.url ?? '/', 'http://localhost');
}

function tokenOf(request: Pick<IncomingMessage, 'url' | 'headers'>): string | null {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return urlOf(request)?.searchParams.get('access_token') ?? bearer ?? null;
}

function refuse(socket: Duplex, status: number, message: string): void {
  const body = Buffer.from(message);
  // Upgrades are outside the server's own time limits: a client that never closes its side would keep the socket for ever.
  setTimeout(() => socket.destroy(), lastWordsMs).unref();
  const reason = status === 401 ? 'Unauthorized' : status === 404 ? 'Not Found' : 'Refused';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${message}`,
  );
}
