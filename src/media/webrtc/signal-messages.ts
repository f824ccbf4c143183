// The messages that our side of the LiveKit protocol (signalling V0) sends, as bytes.

import {
  DataPacket,
  DataPacket_Kind,
  JoinResponse,
  LeaveRequest,
  LeaveRequest_Action,
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantInfo_State,
  ParticipantPermission,
  ParticipantUpdate,
  Pong,
  ReconnectResponse,
  Room,
  ServerInfo,
  SessionDescription,
  SignalResponse,
  SignalTarget,
  TrackInfo,
  TrackPublishedResponse,
  TrackSource,
  TrackType,
  TrickleRequest,
  UserPacket,
  type DisconnectReason,
} from '@livekit/protocol';
import type { CandidateInit, PeerTarget } from './peer-protocol.ts';

/** What the official clients look for: this identity and this name of its track. */
export const serverIdentity = 'server';
const agentTrackName = 'agent_audio';

/** Seconds; the client pings that often and gives up, as we do, after that long a silence. */
export const pingIntervalSeconds = 5;
export const pingTimeoutSeconds = 15;

/** The names of everything in one room. */
export interface RoomNames {
  room: string;
  roomSid: string;
  identity: string;
  participantSid: string;
  serverSid: string;
  agentTrackSid: string;
  /** May the client open its microphone? */
  canPublish: boolean;
}

const serverInfo = () => new ServerInfo({ version: '1.9.0', protocol: 16 });

function encode(message: SignalResponse['message']): Uint8Array {
  return new SignalResponse({ message }).toBinary();
}

function serverParticipant(names: RoomNames, state: ParticipantInfo_State): ParticipantInfo {
  const track = new TrackInfo({
    sid: names.agentTrackSid,
    type: TrackType.AUDIO,
    name: agentTrackName,
    source: TrackSource.MICROPHONE,
    mimeType: 'audio/opus',
  });
  const gone = state === ParticipantInfo_State.DISCONNECTED;
  return new ParticipantInfo({
    sid: names.serverSid,
    identity: serverIdentity,
    state,
    kind: ParticipantInfo_Kind.AGENT,
    isPublisher: true,
    tracks: gone ? [] : [track],
  });
}

function clientParticipant(names: RoomNames, tracks: TrackInfo[]): ParticipantInfo {
  const { participantSid: sid, identity, canPublish } = names;
  return new ParticipantInfo({
    sid,
    identity,
    state: ParticipantInfo_State.ACTIVE,
    isPublisher: tracks.length > 0,
    // Clients do not open their microphone without it.
    permission: new ParticipantPermission({ canSubscribe: true, canPublish, canPublishData: canPublish }),
    tracks,
  });
}

export function joinMessage(names: RoomNames): Uint8Array {
  return encode({
    case: 'join',
    value: new JoinResponse({
      room: new Room({ sid: names.roomSid, name: names.room }),
      participant: clientParticipant(names, []),
      otherParticipants: [serverParticipant(names, ParticipantInfo_State.ACTIVE)],
      serverVersion: '1.9.0',
      serverInfo: serverInfo(),
      subscriberPrimary: true,
      fastPublish: true,
      pingInterval: pingIntervalSeconds,
      pingTimeout: pingTimeoutSeconds,
    }),
  });
}

export function reconnectMessage(): Uint8Array {
  return encode({ case: 'reconnect', value: new ReconnectResponse({ serverInfo: serverInfo() }) });
}

/** Both participants as they are now. */
export function updateMessage(names: RoomNames, tracks: TrackInfo[]): Uint8Array {
  const participants = [clientParticipant(names, tracks), serverParticipant(names, ParticipantInfo_State.ACTIVE)];
  return encode({ case: 'update', value: new ParticipantUpdate({ participants }) });
}

export function serverGoneMessage(names: RoomNames): Uint8Array {
  const participants = [serverParticipant(names, ParticipantInfo_State.DISCONNECTED)];
  return encode({ case: 'update', value: new ParticipantUpdate({ participants }) });
}

export function leaveMessage(reason: DisconnectReason): Uint8Array {
  return encode({ case: 'leave', value: new LeaveRequest({ reason, action: LeaveRequest_Action.DISCONNECT }) });
}

export function descriptionMessage(type: 'offer' | 'answer', sdp: string, id: number): Uint8Array {
  return encode({ case: type, value: new SessionDescription({ type, sdp, id }) });
}

export function candidateMessage(target: PeerTarget, init: CandidateInit): Uint8Array {
  const to = target === 'publisher' ? SignalTarget.PUBLISHER : SignalTarget.SUBSCRIBER;
  return encode({ case: 'trickle', value: new TrickleRequest({ target: to, candidateInit: JSON.stringify(init) }) });
}

export function trackPublishedMessage(cid: string, track: TrackInfo): Uint8Array {
  return encode({ case: 'trackPublished', value: new TrackPublishedResponse({ cid, track }) });
}

/** Both kinds of answer: older clients look at the first, newer ones at the second. */
export function pongMessages(timestamp: bigint, now: bigint): Uint8Array[] {
  return [
    encode({ case: 'pong', value: now }),
    encode({ case: 'pongResp', value: new Pong({ lastPingTimestamp: timestamp, timestamp: now }) }),
  ];
}

/** A message of ours for the reliable data channel. `sequence` counts from 1. */
export function dataPacket(names: RoomNames, json: unknown, sequence: number): Uint8Array {
  const payload = new TextEncoder().encode(JSON.stringify(json));
  return new DataPacket({
    kind: DataPacket_Kind.RELIABLE,
    participantIdentity: serverIdentity,
    participantSid: names.serverSid,
    sequence,
    value: {
      case: 'user',
      value: new UserPacket({ participantIdentity: serverIdentity, participantSid: names.serverSid, payload }),
    },
  }).toBinary();
}
