// A phone's sound inside the media host: RTP of our own, on a pair of ports of the call. Parts stand in files of their own; here they meet the
// sockets.

import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { mixRateHz } from '../bridge/media-time.ts';
import { createCapture, type Capture } from './capture.ts';
import type { Departing, Departures } from './departures.ts';
import { createLineReports } from './line-reports.ts';
import { createSoundWatch, type PhonePeerDeps } from './phone-peer.ts';
import { createReception } from './reception.ts';
import { createRtpIn } from './rtp-in.ts';
import { createRtpOut } from './rtp-out.ts';
import { isRtcp, readRtp } from './rtp-packet.ts';
import type { RtpOrder, RtpSession } from './rtp-protocol.ts';
import { openRtpSockets, type Address, type RtpSockets } from './rtp-sockets.ts';
import { createSourceGuard } from './source-guard.ts';
import { createSrtpLink, type SrtpLink } from './srtp-link.ts';

const nothing = new Int16Array(0);
const aliveEveryMs = 500;
const flushEveryMs = 1000;
/** No pair begins there: there is no port after it for reports. */
const highestUdpPort = 65_535;

export interface RtpPeerDeps extends PhonePeerDeps {
  departures: Departures;
}

export class RtpPeer implements LegPort, Departing {
  readonly id: LegId;
  role: CallLeg['role'] = 'caller';
  readonly playRateHz = mixRateHz;
  readonly wantsFramesEarly = true;
  onSound: LegPort['onSound'] = null;
  private readonly deps: RtpPeerDeps;
  private readonly guard = createSourceGuard();
  private readonly reception = createReception();
  private readonly watch;
  private readonly input;
  private readonly output;
  private readonly reports;
  private session: RtpSession | null = null;
  private sockets: RtpSockets | null = null;
  private srtp: SrtpLink | null = null;
  private capture: Capture | null = null;
  /** Of a capture that was ended: its last packets are written. */
  private captured: Promise<void> = Promise.resolve();
  private flushAtMs = 0;
  /** Where their reports come from. */
  private controlSource: Address | null = null;
  private opening: Promise<void> = Promise.resolve();
  private closing: Promise<void> | null = null;
  private aliveAtMs = 0;
  /** What is sent now waits for the next slot. */
  private isHolding = false;
  private readonly held: { packet: Buffer; bytes: Uint8Array }[] = [];
  private readonly counts = { invalid: 0, forged: 0, errors: 0 };

  constructor(deps: RtpPeerDeps) {
    const { nowMs, tell } = deps;
    this.deps = deps;
    this.id = deps.id;
    this.watch = createSoundWatch(tell);
    this.input = createRtpIn({
      nowMs,
      deliver: (pcm, rateHz) => this.onSound?.(pcm, rateHz),
      onDigit: (digit, durationMs) => tell({ is: 'digit', digit, durationMs }),
    });
    this.output = createRtpOut({
      nowMs,
      send: (packet) => this.send(packet),
      onDigitsSent: () => tell({ is: 'digitsSent' }),
    });
    this.reports = createLineReports({
      nowMs,
      reception: this.reception,
      input: this.input,
      output: this.output,
      send: (bytes) => this.sendControl(bytes),
      tell: (quality) => tell({ is: 'quality', quality }),
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
      case 'capture':
        return order.file === null ? this.endCapture() : this.startCapture(order.file);
      case 'close':
        void this.close();
        return;
      // Frames are another wire's.
      case 'frame':
        return;
      default:
        order satisfies never;
    }
  }

  /** Every 5 ms. */
  tick(nowMs: number): void {
    if (this.closing || !this.session) return;
    this.input.tick(nowMs);
    this.output.tick(nowMs);
    this.reports.tick(nowMs);
    if (this.capture && nowMs - this.flushAtMs >= flushEveryMs) {
      this.flushAtMs = nowMs;
      this.capture.flush();
    }
    if (this.session.direction.receive) return this.watch.tick(nowMs);
    this.watch.rest(nowMs);
    if (nowMs - this.aliveAtMs >= aliveEveryMs) this.stayAlive(nowMs);
  }

  play(frame: Int16Array | null, index: number, inUs: number): void {
    if (this.closing) return;
    this.isHolding = inUs > 0;
    this.output.play(frame, index, inUs / 1000);
    this.isHolding = false;
  }

  depart(): void {
    if (this.held.length === 0) return;
    for (const { packet, bytes } of this.held) this.sendNow(packet, bytes);
    this.held.length = 0;
  }

  /** Another peer takes this one's place. */
  retire(): void {
    void this.close();
  }

  /** Idempotent. */
  close(): Promise<void> {
    if (!this.closing) {
      this.onSound = null;
      this.depart();
      this.reports.leave();
      this.deps.tell({ is: 'closed' });
      this.closing = this.letGo();
    }
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
        onRtp: (bytes, from) => (isRtcp(bytes) ? this.receiveControl(bytes, from) : this.receive(bytes, from)),
        onRtcp: (bytes, from) => this.receiveControl(bytes, from),
        onError: () => this.counts.errors++,
      });
      this.sockets = sockets;
      if (this.closing) return;
      this.deps.tell({ is: 'bound', address: this.deps.addresses[0]!, port: sockets.port });
    } catch (error) {
      this.tellFault('open', error);
    }
  }

  private use(session: RtpSession): void {
    try {
      this.srtp = session.srtp && createSrtpLink(session.srtp, this.srtp);
    } catch (error) {
      return this.tellFault('session', error);
    }
    this.session = session;
    this.guard.negotiate(session.remote);
    this.input.use(session);
    this.output.use(session);
  }

  private receive(bytes: Uint8Array, from: Address): void {
    if (!this.session || this.closing) return;
    const plain = this.srtp ? this.srtp.unprotect(bytes) : bytes;
    this.keep(from, this.here, plain ?? bytes);
    if (!plain) {
      this.counts.forged++;
      return;
    }
    const packet = readRtp(plain);
    const kind = packet ? this.input.kindOf(packet.payloadType) : 'unknown';
    if (!packet || kind === 'unknown') {
      this.counts.invalid++;
      return;
    }
    const nowMs = this.deps.nowMs();
    if (!this.guard.accepts(packet, from, this.srtp !== null, nowMs)) return;
    if (this.reception.add(packet, kind === 'sound', nowMs) === 'new stream') this.input.reset();
    this.watch.heard(nowMs);
    if (this.session.direction.receive) this.input.push(packet);
  }

  private receiveControl(bytes: Uint8Array, from: Address): void {
    if (!this.session || this.closing) return;
    const plain = this.srtp ? this.srtp.unprotectControl(bytes) : bytes;
    this.keep(from, { ...this.here, port: this.here.port + 1 }, plain ?? bytes);
    if (!plain) {
      this.counts.forged++;
      return;
    }
    // Without keys only the call's own host is believed, of which anybody may claim the address: a report can do no more than mislead.
    const isOurs = this.srtp || from.address === this.guard.target?.address;
    if (!isOurs || !this.reports.take(plain)) {
      this.counts.invalid++;
      return;
    }
    this.controlSource = { address: from.address, port: from.port };
    if (this.session.direction.receive && this.guard.source) {
      this.watch.rest(this.deps.nowMs());
      this.stayAlive(this.deps.nowMs());
    }
  }

  private send(packet: Buffer): void {
    if (!this.session?.remote || !this.sockets || !this.target()) return;
    const bytes = this.srtp ? this.srtp.protect(packet) : packet;
    if (this.isHolding) {
      if (this.held.push({ packet, bytes }) === 1) this.deps.departures.add(this);
      return;
    }
    this.depart();
    this.sendNow(packet, bytes);
  }

  private sendNow(packet: Buffer, bytes: Uint8Array): void {
    const to = this.target();
    // Between its making and its leaving the line may have been put on hold.
    if (!to || !this.sockets || !this.session?.remote || !this.session.direction.send) return;
    if (this.capture) this.keep(this.here, to, packet);
    this.sockets.sendRtp(bytes, to);
  }

  private sendControl(report: Buffer): void {
    const to = this.controlTarget();
    if (!to || !this.sockets) return;
    this.keep({ ...this.here, port: this.here.port + 1 }, to, report);
    const bytes = this.srtp ? this.srtp.protectControl(report) : report;
    if (this.session?.rtcp === 'muxed') this.sockets.sendRtp(bytes, to);
    else this.sockets.sendRtcp(bytes, to);
  }

  private target(): Address | null {
    return this.session?.mustComeFirst ? this.guard.source : this.guard.target;
  }

  private controlTarget(): Address | null {
    const target = this.target();
    if (!this.session?.remote || !target) return null;
    if (this.session.rtcp === 'muxed') return target;
    if (this.controlSource) return this.controlSource;
    if (this.session.rtcp && !this.session.mustComeFirst) return this.session.rtcp;
    return target.port < highestUdpPort ? { address: target.address, port: target.port + 1 } : null;
  }

  private get here(): Address {
    return { address: this.deps.addresses[0]!, port: this.sockets?.port ?? 0 };
  }

  private startCapture(file: string): void {
    this.capture ??= createCapture({
      file,
      wallMs: () => this.deps.wallMs(),
      onFault: (message) => this.tellFault('capture', message),
    });
  }

  private endCapture(): void {
    this.captured = this.capture?.close() ?? this.captured;
    this.capture = null;
  }

  private keep(from: Address, to: Address, bytes: Uint8Array): void {
    this.capture?.packet(from, to, bytes);
  }

  /** Who is held, or says nothing, is not gone: the bridge, which waits for sound, is told. */
  private stayAlive(nowMs: number): void {
    this.aliveAtMs = nowMs;
    this.onSound?.(nothing, 8000);
  }

  private tellFault(what: string, error: unknown): void {
    this.deps.tell({ is: 'fault', what, message: error instanceof Error ? error.message : String(error) });
  }

  private async letGo(): Promise<void> {
    await this.opening;
    await Promise.allSettled([this.sockets?.close(), this.capture?.close(), this.captured]);
  }
}
