// A browser's two WebRTC connections inside the media host: the publisher brings its microphone, the subscriber carries our voice and data.

import {
  MediaStreamTrack,
  RtpHeader,
  RtpPacket,
  type RTCDataChannel,
  type RTCPeerConnection,
  type RTCRtpSender,
} from 'werift';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { frameUs } from '../bridge/media-time.ts';
import {
  createOpusDecoder,
  createOpusEncoder,
  opusDecodeRateHz,
  opusEncodeRateHz,
  type OpusVoiceEncoder,
} from '../codec/opus.ts';
import { createConcealer } from '../conceal.ts';
import { createReorderBuffer } from '../reorder-buffer.ts';
import type { CandidateInit, PeerNews, PeerOrder, PeerState, PeerTarget } from './peer-protocol.ts';
import type { PortSlices } from './port-slices.ts';
import { createConnection, forbidStun, preferKeyObjects, resumeChecks, stateOf } from './werift-care.ts';

export interface PeerDeps {
  id: LegId;
  addresses: string[];
  ports: PortSlices;
  tell(news: PeerNews): void;
  nowMs(): number;
}

const rtpTicksPerFrame = (48000 * frameUs) / 1e6;
const reorderHoldMs = 60;
const maxConcealedFrames = 4;
/** Data waiting for its channel; beyond it the oldest goes. */
const maxQueuedData = 256;
const maxDataBytes = 64_000;
const maxDataPerSecond = 100;

let silencePacket: Uint8Array | null = null;

export class WebrtcPeer implements LegPort {
  readonly id: LegId;
  role: CallLeg['role'] = 'caller';
  readonly playRateHz = opusEncodeRateHz;
  onSound: LegPort['onSound'] = null;
  private readonly deps: PeerDeps;
  private readonly connections: Record<PeerTarget, RTCPeerConnection>;
  private readonly slices: ([number, number] | null)[];
  private readonly work: Record<PeerTarget, Promise<void>> = {
    publisher: Promise.resolve(),
    subscriber: Promise.resolve(),
  };
  private readonly decoder = createOpusDecoder();
  private readonly concealer = createConcealer((opusDecodeRateHz * frameUs) / 1e6);
  private readonly reorder = createReorderBuffer({
    holdMs: reorderHoldMs,
    maxConceal: maxConcealedFrames,
    release: (payload) => this.decode(payload),
  });
  private encoder: OpusVoiceEncoder | null = null;
  private readonly zeros = new Int16Array((opusEncodeRateHz * frameUs) / 1e6);
  private sender: RTCRtpSender | null = null;
  private msid = '';
  private reliable: RTCDataChannel | null = null;
  private readonly queuedData: Uint8Array[] = [];
  private offerId = 0;
  private sequence = Math.floor(Math.random() * 0x8000);
  private wasSounding = false;
  private subscribed = false;
  private closed = false;
  private dataInSecond = { second: 0, count: 0 };
  private readonly counts = { packetsOut: 0, soundOut: 0, undecodable: 0, keyObjects: false };

  /** Throws when no UDP port is left. */
  constructor(deps: PeerDeps) {
    this.deps = deps;
    this.id = deps.id;
    this.slices = [deps.ports.take(), deps.ports.take()].map((slice) => {
      if (slice === undefined) throw new Error('no UDP port left for another call: widen RINGBACK_UDP_PORTS');
      return slice;
    });
    const [publisherPorts, subscriberPorts] = this.slices as [[number, number] | null, [number, number] | null];
    const address = deps.addresses[0]!;
    this.connections = {
      publisher: createConnection({ address, ports: publisherPorts }),
      subscriber: createConnection({ address, ports: subscriberPorts }),
    };
    for (const target of ['publisher', 'subscriber'] as const) this.watch(target);
    this.connections.publisher.onTrack.subscribe((track) => this.receive(track));
    this.connections.publisher.onDataChannel.subscribe((channel) =>
      channel.onMessage.subscribe((data) => this.receiveData(data)),
    );
  }

  take(order: PeerOrder): void {
    switch (order.do) {
      case 'open':
        return this.open(order);
      case 'offer':
        return this.run('publisher', 'offer', () => this.answerOffer(order.sdp, order.id));
      case 'answer':
        return this.run('subscriber', 'answer', () => this.acceptAnswer(order.sdp, order.id));
      case 'candidate':
        return this.run(order.target, 'candidate', () => this.addCandidate(order.target, order.init));
      case 'restart':
        return this.run('subscriber', 'restart', () => this.offer(true));
      case 'data':
        return this.sendData(order.bytes);
      case 'close':
        void this.close();
        return;
      default:
        order satisfies never;
    }
  }

  /** Every 5 ms. */
  tick(): void {
    this.reorder.tick(this.deps.nowMs());
  }

  play(frame: Int16Array | null, index: number): void {
    if (!this.subscribed || !this.sender) return;
    const begins = frame !== null && !this.wasSounding;
    const payload = this.payloadFor(frame);
    this.wasSounding = frame !== null;
    this.sequence = (this.sequence + 1) & 0xffff;
    const header = new RtpHeader({
      payloadType: 111,
      sequenceNumber: this.sequence,
      timestamp: (index * rtpTicksPerFrame) >>> 0,
      marker: begins,
    });
    this.counts.packetsOut++;
    if (frame) this.counts.soundOut++;
    this.sender.sendRtp(new RtpPacket(header, payload)).catch(() => {});
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.onSound = null;
    await Promise.allSettled([this.connections.publisher.close(), this.connections.subscriber.close()]);
    for (const slice of this.slices) this.deps.ports.give(slice);
  }

  dump() {
    return {
      id: this.id,
      publisher: this.connections.publisher.connectionState,
      subscriber: this.connections.subscriber.connectionState,
      queuedData: this.queuedData.length,
      ...this.counts,
      ...this.reorder.dump(),
    };
  }

  private open(order: Extract<PeerOrder, { do: 'open' }>): void {
    this.role = order.role;
    this.msid = `${order.participantSid}|${order.trackSid} ${order.trackSid}`;
    const subscriber = this.connections.subscriber;
    this.reliable = subscriber.createDataChannel('_reliable', { ordered: true });
    this.reliable.stateChange.subscribe(() => this.flushData());
    subscriber.createDataChannel('_lossy', { ordered: false, maxRetransmits: 0 });
    this.sender = subscriber.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendonly' }).sender;
    this.run('subscriber', 'offer', () => this.offer(false));
  }

  /** One thing after the other for each connection; what fails is told, never thrown. */
  private run(target: PeerTarget, what: string, step: () => Promise<void>): void {
    this.work[target] = this.work[target].then(async () => {
      if (this.closed) return;
      try {
        await step();
      } catch (error) {
        this.deps.tell({ is: 'fault', what, message: error instanceof Error ? error.message : String(error) });
      }
    });
  }

  private async offer(iceRestart: boolean): Promise<void> {
    const { subscriber } = this.connections;
    if (subscriber.signalingState !== 'stable') await subscriber.setLocalDescription({ type: 'rollback' });
    const offer = await subscriber.createOffer({ iceRestart });
    forbidStun(subscriber);
    await subscriber.setLocalDescription(offer);
    const sdp = withStreamId(subscriber.localDescription!.sdp, this.msid);
    this.deps.tell({ is: 'offer', sdp, id: ++this.offerId });
    this.tellCandidates('subscriber');
  }

  private async acceptAnswer(sdp: string, id: number): Promise<void> {
    if (id !== 0 && id !== this.offerId) return;
    await this.connections.subscriber.setRemoteDescription({ type: 'answer', sdp });
    this.resumeChecks('subscriber');
  }

  private async answerOffer(sdp: string, id: number): Promise<void> {
    const { publisher } = this.connections;
    await publisher.setRemoteDescription({ type: 'offer', sdp });
    const answer = await publisher.createAnswer();
    forbidStun(publisher);
    await publisher.setLocalDescription(answer);
    this.deps.tell({ is: 'answer', sdp: publisher.localDescription!.sdp, id });
    this.tellCandidates('publisher');
    this.resumeChecks('publisher');
  }

  private async addCandidate(target: PeerTarget, init: CandidateInit): Promise<void> {
    if (!init.candidate) return;
    await this.connections[target].addIceCandidate({
      candidate: init.candidate,
      sdpMid: init.sdpMid ?? undefined,
      sdpMLineIndex: init.sdpMLineIndex ?? undefined,
    });
  }

  /** The description holds one candidate; the same socket is offered under our further addresses. */
  private tellCandidates(target: PeerTarget): void {
    const [first, ...others] = this.deps.addresses;
    const line = /^a=(candidate:\S+ \d+ udp \d+ )(\S+)( \d+ typ host.*)$/m.exec(
      this.connections[target].localDescription!.sdp,
    );
    if (!line || line[2] !== first) return;
    others.forEach((address, i) => {
      const candidate = `${line[1]!.replace(/candidate:\S+/, `candidate:${i + 1}`)}${address}${line[3]}`;
      this.deps.tell({ is: 'candidate', target, init: { candidate, sdpMid: '0', sdpMLineIndex: 0 } });
    });
  }

  private watch(target: PeerTarget): void {
    const connection = this.connections[target];
    let told: PeerState = 'new';
    const look = () => {
      const state = stateOf(connection);
      if (state === told || this.closed) return;
      told = state;
      if (state === 'connected') this.counts.keyObjects = preferKeyObjects(connection) || this.counts.keyObjects;
      if (target === 'subscriber') this.subscribed = state === 'connected';
      this.deps.tell({ is: 'state', target, state });
    };
    connection.connectionStateChange.subscribe(look);
    connection.iceConnectionStateChange.subscribe(look);
  }

  /** Not awaited by the negotiation: checks take as long as the network likes. */
  private resumeChecks(target: PeerTarget): void {
    resumeChecks(this.connections[target]).catch((error: unknown) => {
      this.deps.tell({
        is: 'fault',
        what: 'connectivity',
        message: error instanceof Error ? error.message : String(error),
      });
    });
  }

  private receive(track: MediaStreamTrack): void {
    if (track.kind !== 'audio') return;
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      if (payload.length > 0) this.reorder.push(header.sequenceNumber, payload, this.deps.nowMs());
    });
  }

  private decode(payload: Uint8Array | null): void {
    let pcm: Int16Array | null = null;
    try {
      if (payload) pcm = this.decoder.decode(payload);
    } catch {
      this.counts.undecodable++;
    }
    if (pcm) this.concealer.heard(pcm);
    this.onSound?.(pcm ?? this.concealer.conceal(), opusDecodeRateHz);
  }

  private payloadFor(frame: Int16Array | null): Buffer {
    if (frame || this.wasSounding) {
      this.encoder ??= createOpusEncoder();
      return Buffer.from(this.encoder.encode(frame ?? this.zeros));
    }
    silencePacket ??= createOpusEncoder().encode(this.zeros);
    return Buffer.from(silencePacket);
  }

  private sendData(bytes: Uint8Array): void {
    if (bytes.length > maxDataBytes) {
      this.deps.tell({
        is: 'fault',
        what: 'data',
        message: `a data message of ${bytes.length} bytes is too long to send`,
      });
      return;
    }
    this.queuedData.push(bytes);
    if (this.queuedData.length > maxQueuedData) this.queuedData.shift();
    this.flushData();
  }

  private flushData(): void {
    while (this.reliable?.readyState === 'open' && this.queuedData.length > 0) {
      this.reliable.send(Buffer.from(this.queuedData.shift()!));
    }
  }

  private receiveData(data: string | Buffer): void {
    const second = Math.floor(this.deps.nowMs() / 1000);
    if (this.dataInSecond.second !== second) this.dataInSecond = { second, count: 0 };
    if (typeof data === 'string' || data.length > maxDataBytes || ++this.dataInSecond.count > maxDataPerSecond) return;
    this.deps.tell({ is: 'data', bytes: new Uint8Array(data) });
  }
}

/** Browsers find the agent's track by this line (RFC 8830), which werift does not write for every direction. */
function withStreamId(sdp: string, msid: string): string {
  const lines = sdp.split('\r\n').filter((line) => !line.startsWith('a=msid:'));
  return lines.map((line) => (line === 'a=sendonly' ? `${line}\r\na=msid:${msid}` : line)).join('\r\n');
}
