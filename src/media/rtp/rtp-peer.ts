// A phone's sound inside the media host: RTP of our own, on a pair of ports of the call.

import type { RemoteInfo } from 'node:dgram';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { mixRateHz } from '../bridge/media-time.ts';
import { createSoundWatch, type PhonePeerDeps } from './phone-peer.ts';
import { createReception } from './reception.ts';
import { createRtpIn, type RtpIn } from './rtp-in.ts';
import { createRtpOut, type RtpOut } from './rtp-out.ts';
import { isRtcp, readRtp } from './rtp-packet.ts';
import type { RtpOrder, RtpSession } from './rtp-protocol.ts';
import { openRtpSockets, type RtpSockets } from './rtp-sockets.ts';
import { createSourceGuard } from './source-guard.ts';

const nothing = new Int16Array(0);
const aliveEveryMs = 500;

export class RtpPeer implements LegPort {
  readonly id: LegId;
  role: CallLeg['role'] = 'caller';
  readonly playRateHz = mixRateHz;
  onSound: LegPort['onSound'] = null;
  private readonly deps: PhonePeerDeps;
  private readonly guard = createSourceGuard();
  private readonly reception = createReception();
  private readonly watch;
  private readonly input: RtpIn;
  private readonly output: RtpOut;
  private session: RtpSession | null = null;
  private sockets: RtpSockets | null = null;
  private closing: Promise<void> | null = null;
  private opening: Promise<void> = Promise.resolve();
  private aliveAtMs = 0;
  private readonly counts = { invalid: 0, errors: 0 };

  constructor(deps: PhonePeerDeps) {
    this.deps = deps;
    this.id = deps.id;
    this.watch = createSoundWatch(deps.tell);
    this.input = createRtpIn({
      nowMs: deps.nowMs,
      deliver: (pcm, rateHz) => this.onSound?.(pcm, rateHz),
      onDigit: (digit, durationMs) => deps.tell({ is: 'digit', digit, durationMs }),
    });
    this.output = createRtpOut({
      nowMs: deps.nowMs,
      send: (packet) => this.send(packet),
      onDigitsSent: () => deps.tell({ is: 'digitsSent' }),
    });
  }

  take(order: RtpOrder): void {
    switch (order.do) {
      case 'open':
        if (order.wire !== 'rtp') return;
        this.role = order.role;
        this.opening = this.open(order.family ?? 4);
        return;
      case 'session':
        return this.use(order.session);
      case 'digits':
        return this.output.digits(order.digits, order.gapMs);
      case 'close':
        void this.close();
        return;
      case 'capture':
      case 'frame':
        return;
      default:
        order satisfies never;
    }
  }

  /** Every 5 ms. */
  tick(): void {
    if (this.closing || !this.session) return;
    const nowMs = this.deps.nowMs();
    this.input.tick();
    this.output.tick();
    if (this.session.direction.receive) return this.watch.tick(nowMs);
    this.watch.rest(nowMs);
    if (nowMs - this.aliveAtMs >= aliveEveryMs) this.stayAlive(nowMs);
  }

  play(frame: Int16Array | null, index: number): void {
    if (!this.closing) this.output.play(frame, index);
  }

  /** Another peer takes this one's place. */
  retire(): void {
    void this.close();
  }

  /** Idempotent. */
  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  dump() {
    return {
      id: this.id,
      port: this.sockets?.port ?? null,
      source: this.guard.source,
      strangers: this.guard.strangers,
      packetsOut: this.output.sent.packets,
      packetsIn: this.reception.totals.received,
      ...this.counts,
      ...this.input.dump(),
    };
  }

  private async open(family: 4 | 6): Promise<void> {
    try {
      const sockets = await openRtpSockets({
        ports: this.deps.ports,
        family,
        onRtp: (bytes, from) => this.receive(bytes, from),
        onRtcp: () => {},
        onError: () => this.counts.errors++,
      });
      this.sockets = sockets;
      if (this.closing) return;
      this.deps.tell({ is: 'bound', address: this.deps.addresses[0]!, port: sockets.port });
    } catch (error) {
      this.deps.tell({ is: 'fault', what: 'open', message: error instanceof Error ? error.message : String(error) });
    }
  }

  private use(session: RtpSession): void {
    this.session = session;
    this.guard.negotiate(session.remote);
    this.input.use(session);
    this.output.use(session);
  }

  private receive(bytes: Uint8Array, from: RemoteInfo): void {
    if (!this.session || this.closing) return;
    if (isRtcp(bytes)) return;
    const packet = readRtp(bytes);
    const kind = packet ? this.input.kindOf(packet.payloadType) : 'unknown';
    if (!packet || kind === 'unknown') {
      this.counts.invalid++;
      return;
    }
    const nowMs = this.deps.nowMs();
    if (!this.guard.accepts(packet, from, false, nowMs)) return;
    this.reception.add(packet, kind === 'sound', nowMs);
    this.watch.heard(nowMs);
    if (this.session.direction.receive) this.input.push(packet);
  }

  private send(packet: Buffer): void {
    const to = this.guard.target;
    if (to && this.session?.remote) this.sockets?.sendRtp(packet, to);
  }

  /** Who is held is not gone: the bridge, which waits for sound, is told. */
  private stayAlive(nowMs: number): void {
    this.aliveAtMs = nowMs;
    this.onSound?.(nothing, 8000);
  }

  private async finish(): Promise<void> {
    this.onSound = null;
    this.deps.tell({ is: 'closed' });
    await this.opening;
    await this.sockets?.close();
  }
}
