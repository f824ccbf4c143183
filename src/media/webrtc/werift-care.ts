// What werift 0.25 needs to be told: no STUN server of its own, our addresses and ports, session keys in the form that Node encrypts with fastest.

import { createSecretKey } from 'node:crypto';
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import type { CandidateInit, PeerState } from './peer-protocol.ts';

/** The only codec we speak. Without `usedtx` a client sends 50 packets a second, muted or not. */
export function opusCodec(): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({
    mimeType: 'audio/opus',
    clockRate: 48000,
    channels: 2,
    payloadType: 111,
    parameters: 'minptime=10;useinbandfec=1',
  });
}

export interface ConnectionOptions {
  /** The address in the candidate; the socket itself listens on all. */
  address: string;
  ports: [number, number] | null;
}

export function createConnection({ address, ports }: ConnectionOptions): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { audio: [opusCodec()], video: [] },
    iceServers: [],
    // No gathering from the machine's interfaces: one socket for each connection, offered under the addresses we choose.
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [address],
    bundlePolicy: 'max-bundle',
    ...(ports && { icePortRange: ports }),
  });
}

/** Werift asks a public STUN server even with an empty list of servers; call this before each setLocalDescription. */
export function forbidStun(connection: RTCPeerConnection): void {
  for (const transport of connection.iceTransports) transport.connection.stunServer = undefined;
}

/**
 * After an ICE restart werift waits for the other side's checks and begins none itself. Call it once both descriptions are set.
 * Resolves when the checks are over; rejects when no pair works.
 */
export async function resumeChecks(connection: RTCPeerConnection): Promise<void> {
  const restarted = connection.dtlsTransports.filter(
    ({ state, iceTransport }) => state === 'connected' && !iceTransport.connection.nominated,
  );
  await Promise.all(restarted.map(({ iceTransport }) => iceTransport.start()));
}

/** The connection's own state says nothing of an ICE restart: connected is what has a pair. */
function stateOf(connection: RTCPeerConnection): PeerState {
  const { connectionState } = connection;
  const paired = connection.iceTransports.every((transport) => transport.connection.nominated);
  return connectionState === 'connected' && !paired ? 'connecting' : connectionState;
}

/** Tells each new state once. */
export function watchState(connection: RTCPeerConnection, tell: (state: PeerState) => void): void {
  let told: PeerState = 'new';
  const look = (): void => {
    const state = stateOf(connection);
    if (state === told) return;
    told = state;
    tell(state);
  };
  connection.connectionStateChange.subscribe(look);
  connection.iceConnectionStateChange.subscribe(look);
}

/** Answers the other side's offer; gives the answer's SDP. Then `resumeChecks`. */
export async function answerTo(connection: RTCPeerConnection, offer: string): Promise<string> {
  await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  const answer = await connection.createAnswer();
  forbidStun(connection);
  await connection.setLocalDescription(answer);
  return connection.localDescription!.sdp;
}

/** An empty one says that there are no more. */
export async function addCandidate(
  connection: RTCPeerConnection,
  { candidate, sdpMid, sdpMLineIndex }: CandidateInit,
): Promise<void> {
  if (!candidate) return;
  const place = { sdpMid: sdpMid ?? undefined, sdpMLineIndex: sdpMLineIndex ?? undefined };
  await connection.addIceCandidate({ candidate, ...place });
}

/**
 * A description holds one candidate, under the first of our addresses; these are the same socket under the others, as lines without
 * `a=`. None when the description's candidate is not ours.
 */
export function otherCandidates(sdp: string, addresses: readonly string[]): string[] {
  const [first, ...others] = addresses;
  const line = /^a=(candidate:\S+ \d+ udp \d+ )(\S+)( \d+ typ host.*)$/m.exec(sdp);
  if (!line || line[2] !== first) return [];
  return others.map(
    (address, i) => `${line[1]!.replace(/candidate:\S+/, `candidate:${i + 1}`)}${address}${line[3]!.trimEnd()}`,
  );
}

/** Fields of werift's SRTP sessions that hold keys; private there, so nothing is taken for granted. */
const keyFields = ['srtpSessionKey', 'srtcpSessionKey', 'srtpSessionAuthTag', 'srtcpSessionAuthTag'];

/**
 * Gives Node the session keys as KeyObjects: unpacking raw bytes for each packet is a quarter of a busy connection's time.
 * Changes nothing where werift looks different from what it is in 0.25. True if keys were replaced.
 */
export function preferKeyObjects(connection: RTCPeerConnection): boolean {
  let replaced = false;
  for (const transport of connection.dtlsTransports) {
    for (const session of [transport.srtp, transport.srtcp]) {
      const { localContext, remoteContext } = (session ?? {}) as unknown as Record<
        string,
        { cipher?: unknown } | undefined
      >;
      for (const context of [localContext, remoteContext]) replaced = replaceKeys(context?.cipher) || replaced;
    }
  }
  return replaced;
}

function replaceKeys(cipher: unknown): boolean {
  if (typeof cipher !== 'object' || cipher === null) return false;
  const fields = cipher as Record<string, unknown>;
  let replaced = false;
  for (const name of keyFields) {
    const key = fields[name];
    if (!Buffer.isBuffer(key)) continue;
    fields[name] = createSecretKey(key);
    replaced = true;
  }
  return replaced;
}
