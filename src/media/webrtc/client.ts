// A small client of the LiveKit protocol (signalling V0): the microphone and ear of `npm run talk`, of tests and of the bench.

import {
  AddTrackRequest,
  DataPacket,
  LeaveRequest,
  Ping,
  SessionDescription,
  SignalRequest,
  SignalResponse,
  SignalTarget,
  TrackSource,
  TrackType,
  type JoinResponse,
} from '@livekit/protocol';
import { MediaStreamTrack, type RTCDataChannel, type RTCPeerConnection, type RTCRtpSender } from 'werift';
import { WebSocket } from 'ws';
import { createOpusDecoder } from '../codec/opus.ts';
import { createConcealer } from '../conceal.ts';
import { startTicker, type Ticker } from '../host/ticker.ts';
import { createReorderBuffer } from '../reorder-buffer.ts';
import { steadyUs } from '../host/steady-time.ts';
import type { CallClient, HeardPacket, JoinOptions } from './call-client.ts';
import { createClientMicrophone } from './client-microphone.ts';
import type { CandidateInit, PeerTarget } from './peer-protocol.ts';
import { createConnection, forbidStun, preferKeyObjects, resumeChecks } from './werift-care.ts';

const pingEveryMs = 5000;

/** Joins a call. Rejects with what the server said when it does not let us in. */
export async function joinCall(options: JoinOptions): Promise<CallClient> {
  const client = new LiveKitClient(options);
  await client.join();
  return client;
}

class LiveKitClient implements CallClient {
  readonly connected: Promise<void>;
  readonly ended: CallClient['ended'];
  participantSid = '';
  private readonly options: JoinOptions;
  private socket: WebSocket | null = null;
  private readonly connections: Record<PeerTarget, RTCPeerConnection>;
  private work: Promise<void> = Promise.resolve();
  private settleConnected!: () => void;
  private failConnected!: (error: Error) => void;
  private settleEnded!: (how: { by: 'server' | 'us' | 'lost'; reason: number }) => void;
  private over = false;
  private track: MediaStreamTrack | null = null;
  private sender: RTCRtpSender | null = null;
  private reliable: RTCDataChannel | null = null;
  private trackSid = '';
  private offerId = 0;
  private offering = false;
  private ticker: Ticker | null = null;
  private pinger: NodeJS.Timeout | undefined;
  private nextFrameUs = 0;
  private readonly microphone = createClientMicrophone();
  private soundListener: ((pcm: Int16Array, rateHz: number) => void) | null = null;
  private packetListener: ((packet: HeardPacket) => void) | null = null;
  private dataListener: ((json: unknown) => void) | null = null;
  private readonly earlyData: unknown[] = [];
  private readonly reorder;

  constructor(options: JoinOptions) {
    this.options = options;
    const address = options.address ?? '127.0.0.1';
    this.connections = {
      publisher: createConnection({ address, ports: null }),
      subscriber: createConnection({ address, ports: null }),
    };
    this.connected = new Promise((resolve, reject) => {
      this.settleConnected = resolve;
      this.failConnected = reject;
    });
    // Whoever does not wait for it need not care.
    this.connected.catch(() => {});
    this.ended = new Promise((resolve) => (this.settleEnded = resolve));
    const hearRateHz = options.hearRateHz ?? 24000;
    const decoder = createOpusDecoder(hearRateHz);
    const concealer = createConcealer(hearRateHz);
    this.reorder = createReorderBuffer<Uint8Array>({
      holdMs: 60,
      maxConceal: 5,
      release: (payload) => {
        this.soundListener?.(payload ? concealer.heard(decoder.decode(payload)) : concealer.conceal(), hearRateHz);
      },
    });
    for (const target of ['publisher', 'subscriber'] as const) this.watch(target);
    this.connections.subscriber.onTrack.subscribe((track) => this.receive(track));
    this.connections.subscriber.onDataChannel.subscribe((channel) =>
      channel.onMessage.subscribe((data) => this.receiveData(data as Buffer)),
    );
  }

  async join(): Promise<void> {
    const join = await this.open(this.options.url, '');
    this.participantSid = join!.participant!.sid;
    const { publisher } = this.connections;
    this.reliable = publisher.createDataChannel('_reliable', { ordered: true });
    publisher.createDataChannel('_lossy', { ordered: false, maxRetransmits: 0 });
    this.track = new MediaStreamTrack({ kind: 'audio' });
    this.sender = publisher.addTransceiver(this.track, { direction: 'sendonly' }).sender;
    this.publish();
    this.pinger = setInterval(() => {
      this.send({ case: 'pingReq', value: new Ping({ timestamp: BigInt(Date.now()), rtt: 0n }) });
    }, pingEveryMs);
    this.nextFrameUs = steadyUs();
    this.ticker = startTicker(() => this.tick());
  }

  publish(): void {
    const request = new AddTrackRequest({
      cid: this.track?.uuid,
      name: 'microphone',
      type: TrackType.AUDIO,
      source: TrackSource.MICROPHONE,
    });
    this.send({ case: 'addTrack', value: request });
  }

  say(pcm: Int16Array, rateHz: number): void {
    this.microphone.say(pcm, rateHz);
  }

  said(): Promise<void> {
    return this.microphone.said();
  }

  onSound(listener: (pcm: Int16Array, rateHz: number) => void): void {
    this.soundListener = listener;
  }

  onPacket(listener: (packet: HeardPacket) => void): void {
    this.packetListener = listener;
  }

  onData(listener: (json: unknown) => void): void {
    this.dataListener = listener;
    for (const json of this.earlyData.splice(0)) listener(json);
  }

  sendData(json: unknown): void {
    const payload = new TextEncoder().encode(JSON.stringify(json));
    const packet = new DataPacket({ value: { case: 'user', value: { payload, participantSid: this.participantSid } } });
    this.reliable?.send(Buffer.from(packet.toBinary()));
  }

  mute(on: boolean): void {
    this.send({ case: 'mute', value: { sid: this.trackSid, muted: on } as never });
  }

  async resume(url = this.options.url): Promise<void> {
    await this.open(url, `&reconnect=1&sid=${this.participantSid}`);
    await this.offer(true);
  }

  cutSocket(): void {
    this.socket?.terminate();
  }

  async leave(): Promise<void> {
    this.send({ case: 'leave', value: new LeaveRequest() });
    await this.finish('us', 1);
  }

  async kill(): Promise<void> {
    this.socket?.terminate();
    await this.finish('us', 0);
  }

  /** Opens the signalling socket and waits for the server's first message. */
  private open(url: string, extra: string): Promise<JoinResponse | null> {
    const address = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/rtc?access_token=${encodeURIComponent(this.options.token)}`;
    const socket = new WebSocket(`${address}&auto_subscribe=1&protocol=15&sdk=ringback${extra}`, {
      signal: this.options.signal,
    } as object);
    socket.binaryType = 'nodebuffer';
    this.socket = socket;
    return new Promise((resolve, reject) => {
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        reject(new Error(`the server refused the call with status ${response.statusCode}`));
      });
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('the socket closed before the server said anything'));
        if (this.socket !== socket) return;
        this.socket = null;
        if (this.options.endWhenLost) void this.finish('lost', 0);
      });
      socket.on('message', (data: Buffer) => {
        const { message } = SignalResponse.fromBinary(data);
        if (message.case === 'join') resolve(message.value);
        else if (message.case === 'reconnect') resolve(null);
        else this.hear(message);
      });
    });
  }

  private hear(message: SignalResponse['message']): void {
    switch (message.case) {
      case 'offer':
        return this.queue(() => this.answer(message.value));
      case 'answer':
        return this.queue(async () => {
          if (message.value.id !== this.offerId) return;
          this.offering = false;
          await this.connections.publisher.setRemoteDescription({
            type: 'answer',
            sdp: this.mapSdp(message.value.sdp),
          });
          resumeChecks(this.connections.publisher).catch(() => {});
        });
      case 'trickle': {
        const target = message.value.target === SignalTarget.PUBLISHER ? 'publisher' : 'subscriber';
        const init = JSON.parse(message.value.candidateInit) as CandidateInit;
        const candidate = this.options.mapCandidate ? this.options.mapCandidate(init.candidate) : init.candidate;
        if (candidate === null) return;
        return this.queue(() =>
          this.connections[target].addIceCandidate({
            candidate,
            sdpMid: init.sdpMid ?? undefined,
            sdpMLineIndex: init.sdpMLineIndex ?? undefined,
          }),
        );
      }
      case 'trackPublished':
        this.trackSid = message.value.track?.sid ?? '';
        return this.queue(() => this.offer(false));
      case 'leave':
        void this.finish('server', message.value.reason);
        return;
      default:
        return;
    }
  }

  /** Steps of negotiation one after the other; what fails shows as a call that does not connect. */
  private queue(step: () => Promise<unknown>): void {
    this.work = this.work.then(async () => {
      if (!this.over) await step().catch(() => {});
    });
  }

  private async answer({ sdp, id }: SessionDescription): Promise<void> {
    const { subscriber } = this.connections;
    await subscriber.setRemoteDescription({ type: 'offer', sdp: this.mapSdp(sdp) });
    const answer = await subscriber.createAnswer();
    forbidStun(subscriber);
    await subscriber.setLocalDescription(answer);
    resumeChecks(subscriber).catch(() => {});
    this.send({
      case: 'answer',
      value: new SessionDescription({ type: 'answer', sdp: subscriber.localDescription!.sdp, id }),
    });
  }

  private async offer(iceRestart: boolean): Promise<void> {
    const { publisher } = this.connections;
    if (this.offering) await publisher.setLocalDescription({ type: 'rollback' });
    this.offering = true;
    const offer = await publisher.createOffer({ iceRestart });
    forbidStun(publisher);
    await publisher.setLocalDescription(offer);
    const value = new SessionDescription({ type: 'offer', sdp: publisher.localDescription!.sdp, id: ++this.offerId });
    this.send({ case: 'offer', value });
  }

  private mapSdp(sdp: string): string {
    const map = this.options.mapCandidate;
    if (!map) return sdp;
    return sdp.replace(/^a=(candidate:.*)\r\n/gm, (_line, candidate: string) => {
      const mapped = map(candidate);
      return mapped === null ? '' : `a=${mapped}\r\n`;
    });
  }

  private send(message: SignalRequest['message']): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(new SignalRequest({ message }).toBinary());
  }

  private watch(target: PeerTarget): void {
    const connection = this.connections[target];
    connection.connectionStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      preferKeyObjects(connection);
      const { publisher, subscriber } = this.connections;
      if (publisher.connectionState === 'connected' && subscriber.connectionState === 'connected')
        this.settleConnected();
    });
  }

  private receive(track: MediaStreamTrack): void {
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      const nowUs = steadyUs();
      const { sequenceNumber: sequence, timestamp, marker } = header;
      this.packetListener?.({ sequence, timestamp, marker, arrivedUs: nowUs, bytes: payload.length });
      this.reorder.push(sequence, payload, nowUs / 1000);
    });
  }

  private receiveData(data: Buffer): void {
    const { value } = DataPacket.fromBinary(data);
    if (value.case !== 'user') return;
    const json = JSON.parse(new TextDecoder().decode(value.value.payload)) as unknown;
    if (this.dataListener) this.dataListener(json);
    else this.earlyData.push(json);
  }

  private tick(): void {
    const nowUs = steadyUs();
    this.reorder.tick(nowUs / 1000);
    if (nowUs - this.nextFrameUs > 200_000) this.nextFrameUs = nowUs;
    while (nowUs >= this.nextFrameUs) {
      this.nextFrameUs += 20_000;
      this.sendFrame();
    }
  }

  private sendFrame(): void {
    if (this.connections.publisher.connectionState !== 'connected') return;
    this.sender?.sendRtp(this.microphone.nextPacket()).catch(() => {});
  }

  private async finish(by: 'server' | 'us' | 'lost', reason: number): Promise<void> {
    if (this.over) return;
    this.over = true;
    this.ticker?.stop();
    clearInterval(this.pinger);
    this.microphone.close();
    this.socket?.close();
    this.failConnected(new Error('the call ended before sound could flow'));
    this.settleEnded({ by, reason });
    await Promise.allSettled([this.connections.publisher.close(), this.connections.subscriber.close()]);
  }
}
