// A browser's one WebRTC connection inside the media host, offered by the browser: its microphone, our voice, and its data channel.

import { MediaStreamTrack, type RTCPeerConnection, type RTCRtpSender } from 'werift';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { opusEncodeRateHz } from '../codec/opus.ts';
import { createDataOut } from './data-out.ts';
import { createOpusIn } from './opus-in.ts';
import { createOpusOut } from './opus-out.ts';
import type { PeerDeps } from './peer.ts';
import type { PeerOrder } from './peer-protocol.ts';
import { createPeerWork, peerFault } from './peer-work.ts';
import {
  addCandidate,
  answerTo,
  createConnection,
  otherCandidates,
  preferKeyObjects,
  resumeChecks,
  watchState,
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
  private readonly work = createPeerWork(
    (news) => this.deps.tell(news),
    () => this.closed,
  );
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
        return this.work.run('offer', () => this.answerOffer(order.sdp, order.id));
      case 'candidate':
        return this.work.run('candidate', () => addCandidate(this.connection, order.init));
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

  private async answerOffer(sdp: string, id: number): Promise<void> {
    const answer = await answerTo(this.connection, sdp);
    this.deps.tell({ is: 'answer', sdp: this.withCandidates(answer), id });
    // Not awaited: checks take as long as the network likes.
    resumeChecks(this.connection).catch((error: unknown) => this.deps.tell(peerFault('connectivity', error)));
  }

  /** One round of plain HTTP: the answer holds all our addresses. */
  private withCandidates(sdp: string): string {
    const others = otherCandidates(sdp, this.deps.addresses).map((candidate) => `a=${candidate}\r\n`);
    return sdp.replace(/^a=candidate:.*\r\n/m, (line) => line + others.join(''));
  }

  private watch(): void {
    const { connection } = this;
    watchState(connection, (state) => {
      if (this.closed) return;
      if (state === 'connected') this.keyObjects = preferKeyObjects(connection) || this.keyObjects;
      this.connected = state === 'connected';
      this.deps.tell({ is: 'state', target: 'publisher', state });
    });
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
      this.deps.tell(peerFault('data', error));
    }
  }
}
