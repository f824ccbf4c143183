// One participant of one room: the signalling socket on one side, its peer in the media host on the other, the leg of the call in between.
// Long, because every message of the LiveKit signalling that has an effect here is answered in this one place.

import { randomBytes } from 'node:crypto';
import {
  DataPacket,
  DisconnectReason,
  SignalRequest,
  SignalTarget,
  TrackInfo,
  TrackType,
  type AddTrackRequest,
} from '@livekit/protocol';
import type { WebSocket } from 'ws';
import type { WallClock } from '../../interfaces/clock.ts';
import type { LegCommand, LegId } from '../../interfaces/leg.ts';
import type { HostedLeg } from '../host/remote-bridge.ts';
import { createBrowserLeg, maxDataBytes, type BrowserLeg } from './browser-leg.ts';
import type { PeerNews, PeerOrder, PeerState, PeerTarget } from './peer-protocol.ts';
import {
  candidateMessage,
  dataPacket,
  descriptionMessage,
  joinMessage,
  leaveMessage,
  pingTimeoutSeconds,
  pongMessages,
  reconnectMessage,
  serverGoneMessage,
  trackPublishedMessage,
  updateMessage,
  type RoomNames,
} from './signal-messages.ts';

export interface SessionLimits {
  /** A client that lost its connection may come back for this long. */
  reconnectMs: number;
  /** From joining to sound that can flow. */
  connectMs: number;
  /** Between our last word and closing the socket: the client reads it first. */
  lingerMs: number;
  /** Nothing heard from the client for this long: the socket is dead. */
  silenceMs: number;
}

export const sessionLimits: SessionLimits = {
  reconnectMs: 15_000,
  connectMs: 30_000,
  lingerMs: 200,
  silenceMs: pingTimeoutSeconds * 1000,
};

export interface SessionDeps {
  callId: string;
  room: string;
  identity: string;
  /** A supervisor hears unseen, and is not heard until its leg is told to publish. Default: the caller. */
  role?: 'caller' | 'supervisor';
  openPeer(leg: LegId, onNews: (news: PeerNews) => void): { send(order: PeerOrder): void };
  wallClock: WallClock;
  limits: SessionLimits;
  log(message: string, fields?: Record<string, unknown>): void;
  /** After `gone`; the session is to be forgotten. */
  onGone(): void;
}

/** More than these are no accident; the socket is closed. */
const maxBadMessages = 20;
const maxMessagesPerSecond = 200;
const maxCandidates = 200;
const maxTracks = 4;
const maxSdpBytes = 64_000;
const maxUnsentBytes = 1_000_000;

export class SignalSession {
  readonly leg: HostedLeg;
  private readonly deps: SessionDeps;
  private readonly names: RoomNames;
  private readonly line: BrowserLeg;
  private readonly peer: { send(order: PeerOrder): void };
  private socket: WebSocket | null = null;
  private silenceTimer: NodeJS.Timeout | undefined;
  private readonly states: Record<PeerTarget, PeerState> = { publisher: 'new', subscriber: 'new' };
  private tracks: TrackInfo[] = [];
  private dataSequence = 0;
  private candidates = 0;
  private badMessages = 0;
  private inSecond = { second: 0, count: 0 };

  constructor(deps: SessionDeps) {
    this.deps = deps;
    this.names = newNames(deps.room, deps.identity, deps.role !== 'supervisor');
    this.line = createBrowserLeg({
      role: deps.role ?? 'caller',
      wallClock: deps.wallClock,
      reconnectMs: deps.limits.reconnectMs,
      obey: (command) => this.obey(command),
      onLost: (detail) => this.end('lost', detail),
    });
    this.leg = this.line.leg;
    this.peer = deps.openPeer(this.leg.id, (news) => this.hearPeer(news));
    this.line.startDeadline(deps.limits.connectMs, 'the client joined and never connected');
  }

  /** The client's name of this session, needed to resume it. */
  get participantSid(): string {
    return this.names.participantSid;
  }

  /** A client that comes for the first time, or anew: new connections, same leg. Who held it before is told that it was replaced. */
  join(socket: WebSocket): void {
    const again = this.socket !== null || this.line.isConnected;
    this.replaceSocket(socket, true);
    if (again) {
      Object.assign(this.names, newSids());
      this.tracks = [];
      this.states.publisher = this.states.subscriber = 'new';
      this.judgeHealth();
    }
    this.candidates = 0;
    this.say(joinMessage(this.names));
    const { participantSid, agentTrackSid: trackSid } = this.names;
    const mayPublish = this.names.canPublish;
    this.peer.send({
      do: 'open',
      wire: 'livekit',
      role: this.leg.role,
      participantSid: this.names.serverSid,
      trackSid,
      mayPublish,
    });
    this.deps.log('web call joined', { callId: this.deps.callId, participantSid, again });
  }

  /** The same client, after its socket was cut. */
  resume(socket: WebSocket): void {
    this.replaceSocket(socket, false);
    this.candidates = 0;
    this.say(reconnectMessage());
    this.say(updateMessage(this.names, this.tracks));
    // What the peer said last is from before the cut: the way is whole when the restart has found it anew.
    if (this.states.subscriber === 'connected') this.states.subscriber = 'connecting';
    this.peer.send({ do: 'restart' });
    this.deps.log('web call resumed', { callId: this.deps.callId });
  }

  /** Ends the leg from our side. */
  hangup(reason: DisconnectReason, detail: string): void {
    if (this.line.isGone) return;
    this.say(serverGoneMessage(this.names));
    this.say(leaveMessage(reason));
    this.end('us', detail);
  }

  private obey(command: LegCommand): void {
    switch (command.do) {
      case 'hangup': {
        const shutdown = command.reason === 'shutdown';
        return this.hangup(shutdown ? DisconnectReason.SERVER_SHUTDOWN : DisconnectReason.ROOM_DELETED, command.reason);
      }
      case 'data': {
        const bytes = dataPacket(this.names, command.json, ++this.dataSequence);
        if (bytes.length > maxDataBytes) this.deps.log('data message too long for a browser', { bytes: bytes.length });
        else this.peer.send({ do: 'data', bytes });
        return;
      }
      case 'publish':
        this.names.canPublish = command.on;
        this.peer.send({ do: 'permit', publish: command.on });
        return this.say(updateMessage(this.names, this.tracks));
      // A browser rings by itself and answers by joining; it has no keypad, no hold and no transfer.
      case 'ring':
      case 'answer':
      case 'dtmf':
      case 'hold':
      case 'refer':
        return;
      default:
        command satisfies never;
    }
  }

  private replaceSocket(socket: WebSocket, tellOld: boolean): void {
    const old = this.socket;
    this.socket = socket;
    if (old) {
      if (tellOld) old.send(leaveMessage(DisconnectReason.DUPLICATE_IDENTITY), () => old.close());
      else old.terminate();
    }
    this.heard();
    socket.on('message', (data, isBinary) => {
      if (this.socket === socket) this.hearClient(data as Buffer, isBinary);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (this.socket === socket) this.loseSocket();
    });
  }

  private loseSocket(): void {
    this.socket = null;
    clearTimeout(this.silenceTimer);
    this.judgeHealth();
    if (!this.line.isConnected)
      this.line.startDeadline(this.deps.limits.reconnectMs, 'the client left before it was connected');
  }

  private hearClient(data: Buffer, isBinary: boolean): void {
    this.heard();
    const second = Math.floor(this.deps.wallClock() / 1000);
    if (this.inSecond.second !== second) this.inSecond = { second, count: 0 };
    if (++this.inSecond.count > maxMessagesPerSecond) return this.refuse('too many messages');
    let request: SignalRequest;
    try {
      if (!isBinary) throw new Error('text');
      request = SignalRequest.fromBinary(data);
    } catch {
      return this.bad('not a SignalRequest');
    }
    this.handle(request.message);
  }

  private handle(message: SignalRequest['message']): void {
    switch (message.case) {
      case 'offer':
      case 'answer':
        if (message.value.sdp.length > maxSdpBytes) return this.bad('SDP too long');
        return this.peer.send({ do: message.case, sdp: message.value.sdp, id: message.value.id });
      case 'trickle':
        return this.trickle(message.value.candidateInit, message.value.target);
      case 'addTrack':
        return this.addTrack(message.value);
      case 'mute':
        return this.mute(message.value.sid, message.value.muted);
      case 'leave':
        return this.end('peer', 'the client left');
      case 'ping':
        return pongMessages(message.value, BigInt(this.deps.wallClock())).forEach((each) => this.say(each));
      case 'pingReq':
        return pongMessages(message.value.timestamp, BigInt(this.deps.wallClock())).forEach((each) => this.say(each));
      case undefined:
        return this.bad('empty message');
      default:
        // Subscriptions, qualities and the like: nothing here depends on them.
        return;
    }
  }

  private trickle(candidateInit: string, to: SignalTarget): void {
    if (++this.candidates > maxCandidates) return this.bad('too many candidates');
    const target: PeerTarget = to === SignalTarget.PUBLISHER ? 'publisher' : 'subscriber';
    try {
      const { candidate, sdpMid, sdpMLineIndex } = JSON.parse(candidateInit) as Record<string, unknown>;
      if (typeof candidate !== 'string' || candidate.length > 1000) return this.bad('candidate without text');
      const init = {
        candidate,
        sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
        sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
      };
      this.peer.send({ do: 'candidate', target, init });
    } catch {
      this.bad('candidate is no JSON');
    }
  }

  private addTrack({ cid, name, type, source, muted, disableDtx }: AddTrackRequest): void {
    if (!this.names.canPublish || type !== TrackType.AUDIO || this.tracks.length >= maxTracks)
      return this.bad('a track that is not taken');
    const track = new TrackInfo({ sid: newSid('TR'), name, type, source, muted, disableDtx, mimeType: 'audio/opus' });
    this.tracks = [...this.tracks, track];
    this.say(trackPublishedMessage(cid, track));
    this.say(updateMessage(this.names, this.tracks));
    if (muted) this.line.tell({ is: 'muted', on: true });
  }

  private mute(sid: string, muted: boolean): void {
    const track = this.tracks.find((each) => each.sid === sid);
    if (!track || track.muted === muted) return;
    track.muted = muted;
    this.say(updateMessage(this.names, this.tracks));
    this.line.tell({ is: 'muted', on: muted });
  }

  private hearPeer(news: PeerNews): void {
    if (this.line.isGone) return;
    switch (news.is) {
      case 'offer':
      case 'answer':
        return this.say(descriptionMessage(news.is, news.sdp, news.id));
      case 'candidate':
        return this.say(candidateMessage(news.target, news.init));
      case 'state':
        this.states[news.target] = news.state;
        return this.judgeHealth();
      case 'data':
        return this.hearData(news.bytes);
      case 'fault':
        this.deps.log('web call: the peer refused something', {
          callId: this.deps.callId,
          what: news.what,
          why: news.message,
        });
        if (news.what === 'open') this.hangup(DisconnectReason.JOIN_FAILURE, news.message);
        return;
      default:
        news satisfies never;
    }
  }

  private hearData(bytes: Uint8Array): void {
    try {
      const { value } = DataPacket.fromBinary(bytes);
      if (value.case !== 'user' || !this.names.canPublish) return;
      this.line.tell({ is: 'data', json: JSON.parse(new TextDecoder().decode(value.value.payload)) as unknown });
    } catch {
      this.deps.log('a data message that is no JSON was ignored', { callId: this.deps.callId, bytes: bytes.length });
    }
  }

  /** Is the way to the client whole? Signalling and both connections must be up. */
  private judgeHealth(): void {
    const { publisher, subscriber } = this.states;
    // Who only listens need not have a way to us.
    const isHeard = publisher === 'connected' || this.leg.role === 'supervisor';
    this.line.judge(this.socket !== null && isHeard && subscriber === 'connected');
  }

  private heard(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.socket?.terminate(), this.deps.limits.silenceMs);
  }

  private bad(why: string): void {
    this.badMessages++;
    if (this.badMessages === 1)
      this.deps.log('a bad signalling message was ignored', { callId: this.deps.callId, why });
    if (this.badMessages > maxBadMessages) this.refuse(why);
  }

  /** A client that does not play by the rules loses its socket; the rest goes as for any lost socket. */
  private refuse(why: string): void {
    this.socket?.close(1008, why);
    this.socket?.terminate();
  }

  private say(message: Uint8Array): void {
    const socket = this.socket;
    if (!socket || socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
    else socket.send(message);
  }

  private end(by: 'peer' | 'us' | 'lost', detail: string): void {
    if (!this.line.end(by, detail)) return;
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    const finish = () => {
      this.peer.send({ do: 'close' });
      socket?.close();
      setTimeout(() => socket?.terminate(), this.deps.limits.lingerMs).unref();
    };
    if (by === 'us') setTimeout(finish, this.deps.limits.lingerMs);
    else finish();
    this.deps.log('web call left', { callId: this.deps.callId, by, detail });
    this.deps.onGone();
  }
}

function newSid(prefix: string): string {
  return `${prefix}_${randomBytes(9).toString('base64url').replace(/[-_]/g, 'x')}`;
}

function newSids() {
  return { participantSid: newSid('PA'), serverSid: newSid('PA'), agentTrackSid: newSid('TR') };
}

function newNames(room: string, identity: string, canPublish: boolean): RoomNames {
  return { room, identity, canPublish, roomSid: newSid('RM'), ...newSids() };
}
