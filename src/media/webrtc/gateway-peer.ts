// A browser's one WebRTC connection inside the media host, offered by the browser: its microphone, our voice, and its data channel.

import { MediaStreamTrack, type RTCPeerConnection, type RTCRtpSender } from 'werift';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { opusEncodeRateHz } from '../codec/opus.ts';
import { createDataOut } from './data-out.ts';
import { createOpusIn } from './opus-in.ts';
import { createOpusOut } from './opus-out.ts';
import type { PeerDeps } from './peer.ts';
import type { CandidateInit, PeerOrder, PeerState } from './peer-protocol.ts';
import {
  createConnection,
  forbidStun,
  otherCandidates,
  preferKeyObjects,
  resumeChecks,
  stateOf,
} from './werift-care.ts';

/** Between our last word and closing: the client reads it first. */
const lingerMs = 200;

export class GatewayPeer implements LegPort {
  readonly id: LegId;
  role: CallLeg['role'] = 'caller';
  readonly playRateHz = opusEncodeRateHz;
  onSound: LegPort['onSound'] = null;
  private readonly deps: PeerDeps;
  private readonly connection: RTCPeerConnection;
  private readonly ports: [number, number] | null;
  private readonly sender: RTCRtpSender;
  private readonly microphone = createOpusIn(
    () => this.deps.nowMs(),
    (pcm, rateHz) => this.onSound?.(pcm, rateHz),
  );
  private readonly speaker = createOpusOut();
  private readonly data = createDataOut();
  private work: Promise<void> = Promise.resolve();
  private connected = false;
  private closed = false;
  private keyObjects = false;

  /** Throws when no UDP port is left. */
  constructor(deps: PeerDeps) {
    this.deps = deps;
    this.id = deps.id;
    const ports = deps.ports.take();
    if (ports === undefined) throw new Error('no UDP port left for another call: widen RINGBACK_UDP_PORTS');
    this.ports = ports;
    this.connection = createConnection({ address: deps.addresses[0]!, ports });
    // Before the offer is there: it takes the place of the offer's microphone, so that the answer sends as well.
    const voice = new MediaStreamTrack({ kind: 'audio' });
    this.sender = this.connection.addTransceiver(voice, { direction: 'sendrecv' }).sender;
    this.watch();
    this.connection.onTrack.subscribe((track) => this.receive(track));
    this.connection.onDataChannel.subscribe((channel) => this.data.use(channel));
  }

  take(order: PeerOrder): void {
    switch (order.do) {
      case 'open':
        this.role = order.role;
        return;
      case 'offer':
        return this.run('offer', () => this.answerOffer(order.sdp, order.id));
      case 'candidate':
        return this.run('candidate', () => this.addCandidate(order.init));
      case 'data':
        return this.say(Buffer.from(order.bytes).toString());
      case 'close':
        void this.close();
        return;
      // The client makes every offer, and is never a mere listener.
      case 'answer':
      case 'restart':
      case 'permit':
        return;
      default:
        order satisfies never;
    }
  }

  /** Every 5 ms. */
  tick(): void {
    this.microphone.tick();
  }

  play(frame: Int16Array | null, index: number): void {
    if (this.connected) this.sender.sendRtp(this.speaker.packet(frame, index)).catch(() => {});
  }

  /** A newer session of the same call takes this one's place: the client is told, then let go. */
  retire(): void {
    this.onSound = null;
    this.say(JSON.stringify({ type: 'status', state: 'replaced' }));
    setTimeout(() => void this.close(), lingerMs).unref();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.onSound = null;
    await this.connection.close().catch(() => {});
    this.deps.ports.give(this.ports);
  }

  dump() {
    return {
      id: this.id,
      connection: this.connection.connectionState,
      queuedData: this.data.queued,
      keyObjects: this.keyObjects,
      ...this.speaker.dump(),
      ...this.microphone.dump(),
    };
  }

  /** One thing after the other; what fails is told, never thrown. */
  private run(what: string, step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.closed) return;
      try {
        await step();
      } catch (error) {
        this.tellFault(what, error);
      }
    });
  }

  private async answerOffer(sdp: string, id: number): Promise<void> {
    const { connection } = this;
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const answer = await connection.createAnswer();
    forbidStun(connection);
    await connection.setLocalDescription(answer);
    this.deps.tell({ is: 'answer', sdp: this.withCandidates(connection.localDescription!.sdp), id });
    // Not awaited: checks take as long as the network likes.
    resumeChecks(connection).catch((error: unknown) => this.tellFault('connectivity', error));
  }

  /** One round of plain HTTP: the answer holds all our addresses. */
  private withCandidates(sdp: string): string {
    const others = otherCandidates(sdp, this.deps.addresses).map((candidate) => `a=${candidate}\r\n`);
    return sdp.replace(/^a=candidate:.*\r\n/m, (line) => line + others.join(''));
  }

  private async addCandidate({ candidate, sdpMid, sdpMLineIndex }: CandidateInit): Promise<void> {
    if (!candidate) return;
    await this.connection.addIceCandidate({
      candidate,
      sdpMid: sdpMid ?? undefined,
      sdpMLineIndex: sdpMLineIndex ?? undefined,
    });
  }

  private watch(): void {
    const { connection } = this;
    let told: PeerState = 'new';
    const look = (): void => {
      const state = stateOf(connection);
      if (state === told || this.closed) return;
      told = state;
      if (state === 'connected') this.keyObjects = preferKeyObjects(connection) || this.keyObjects;
      this.connected = state === 'connected';
      this.deps.tell({ is: 'state', target: 'publisher', state });
    };
    connection.connectionStateChange.subscribe(look);
    connection.iceConnectionStateChange.subscribe(look);
  }

  private receive(track: MediaStreamTrack): void {
    if (track.kind !== 'audio') return;
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      if (payload.length > 0) this.microphone.push(header.sequenceNumber, payload);
    });
  }

  private say(text: string): void {
    try {
      this.data.send(text);
    } catch (error) {
      this.tellFault('data', error);
    }
  }

  private tellFault(what: string, error: unknown): void {
    this.deps.tell({ is: 'fault', what, message: error instanceof Error ? error.message : String(error) });
  }
}
