// A browser's two WebRTC connections inside the media host: the publisher brings its microphone, the subscriber carries our voice and data.

import { MediaStreamTrack, type RTCPeerConnection, type RTCRtpSender } from 'werift';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { opusEncodeRateHz } from '../codec/opus.ts';
import { createDataOut, maxDataBytes } from './data-out.ts';
import { createOpusIn } from './opus-in.ts';
import { createOpusOut } from './opus-out.ts';
import type { PeerNews, PeerOrder, PeerTarget } from './peer-protocol.ts';
import { createPeerWork, peerFault, type PeerWork } from './peer-work.ts';
import type { PortSlices } from './port-slices.ts';
import {
  addCandidate,
  answerTo,
  createConnection,
  forbidStun,
  otherCandidates,
  preferKeyObjects,
  resumeChecks,
  watchState,
} from './werift-care.ts';

export interface PeerDeps {
  id: LegId;
  addresses: string[];
  ports: PortSlices;
  tell(news: PeerNews): void;
  nowMs(): number;
}

const maxDataPerSecond = 100;

export class WebrtcPeer implements LegPort {
  readonly id: LegId;
  role: CallLeg['role'] = 'caller';
  readonly playRateHz = opusEncodeRateHz;
  onSound: LegPort['onSound'] = null;
  private readonly deps: PeerDeps;
  private readonly connections: Record<PeerTarget, RTCPeerConnection>;
  private readonly slices: ([number, number] | null)[];
  private readonly work: Record<PeerTarget, PeerWork>;
  private readonly microphone = createOpusIn(
    () => this.deps.nowMs(),
    (pcm, rateHz) => this.onSound?.(pcm, rateHz),
  );
  private readonly speaker = createOpusOut();
  private readonly data = createDataOut();
  private sender: RTCRtpSender | null = null;
  private msid = '';
  private offerId = 0;
  /** May its microphone be heard? */
  private mayPublish = true;
  private subscribed = false;
  private closed = false;
  private dataInSecond = { second: 0, count: 0 };
  private keyObjects = false;

  /** Throws when no UDP port is left. */
  constructor(deps: PeerDeps) {
    this.deps = deps;
    this.id = deps.id;
    const newWork = (): PeerWork => createPeerWork(deps.tell, () => this.closed);
    this.work = { publisher: newWork(), subscriber: newWork() };
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
        return this.work.publisher.run('offer', () => this.answerOffer(order.sdp, order.id));
      case 'answer':
        return this.work.subscriber.run('answer', () => this.acceptAnswer(order.sdp, order.id));
      case 'candidate':
        return this.work[order.target].run('candidate', () => addCandidate(this.connections[order.target], order.init));
      case 'restart':
        return this.work.subscriber.run('restart', () => this.offer(true));
      case 'data':
        return this.sendData(order.bytes);
      case 'permit':
        this.mayPublish = order.publish;
        return;
      case 'close':
        void this.close();
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
    if (!this.subscribed || !this.sender) return;
    this.sender.sendRtp(this.speaker.packet(frame, index)).catch(() => {});
  }

  /** Another peer takes this one's place. */
  retire(): void {
    void this.close();
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
      queuedData: this.data.queued,
      keyObjects: this.keyObjects,
      ...this.speaker.dump(),
      ...this.microphone.dump(),
    };
  }

  private open(order: Extract<PeerOrder, { do: 'open' }>): void {
    if (order.wire !== 'livekit') return;
    this.role = order.role;
    this.mayPublish = order.mayPublish;
    this.msid = `${order.participantSid}|${order.trackSid} ${order.trackSid}`;
    const subscriber = this.connections.subscriber;
    this.data.use(subscriber.createDataChannel('_reliable', { ordered: true }));
    subscriber.createDataChannel('_lossy', { ordered: false, maxRetransmits: 0 });
    this.sender = subscriber.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendonly' }).sender;
    this.work.subscriber.run('offer', () => this.offer(false));
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
    const answer = await answerTo(this.connections.publisher, sdp);
    this.deps.tell({ is: 'answer', sdp: answer, id });
    this.tellCandidates('publisher');
    this.resumeChecks('publisher');
  }

  private tellCandidates(target: PeerTarget): void {
    const { sdp } = this.connections[target].localDescription!;
    for (const candidate of otherCandidates(sdp, this.deps.addresses))
      this.deps.tell({ is: 'candidate', target, init: { candidate, sdpMid: '0', sdpMLineIndex: 0 } });
  }

  private watch(target: PeerTarget): void {
    const connection = this.connections[target];
    watchState(connection, (state) => {
      if (this.closed) return;
      if (state === 'connected') this.keyObjects = preferKeyObjects(connection) || this.keyObjects;
      if (target === 'subscriber') this.subscribed = state === 'connected';
      this.deps.tell({ is: 'state', target, state });
    });
  }

  /** Not awaited by the negotiation: checks take as long as the network likes. */
  private resumeChecks(target: PeerTarget): void {
    resumeChecks(this.connections[target]).catch((error: unknown) => {
      this.deps.tell(peerFault('connectivity', error));
    });
  }

  private receive(track: MediaStreamTrack): void {
    if (track.kind !== 'audio') return;
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      if (this.mayPublish && payload.length > 0) this.microphone.push(header.sequenceNumber, payload);
    });
  }

  private sendData(bytes: Uint8Array): void {
    try {
      this.data.send(Buffer.from(bytes));
    } catch (error) {
      this.deps.tell(peerFault('data', error));
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
