// A leg that comes by a carrier's socket: frames arrive over a reliable way, in order, and leave one by one in the bridge's time. The far end
// holds 60 ms of what is said, so that a busy main thread, by which frames go, is not heard, and is told to forget them at an interruption.
// Silence is not sent.

import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { LineQuality } from '../../interfaces/phone-edge.ts';
import type { LegPort } from '../bridge/leg-port.ts';
import { frameUs, mixFrameSamples, mixRateHz } from '../bridge/media-time.ts';
import { decodePcma, decodePcmu, encodePcma, encodePcmu } from '../codec/g711.ts';
import { createResampler, type Resampler } from '../resample.ts';
import { createDigitsOut } from './digits-out.ts';
import { meanOpinion } from './mean-opinion.ts';
import { createSoundWatch, qualityEveryMs, type PhonePeerDeps } from './phone-peer.ts';
import type { RtpOrder } from './rtp-protocol.ts';

type OpenFrames = Extract<RtpOrder, { do: 'open'; wire: 'frames' }>;

export interface FramesPeerDeps extends PhonePeerDeps {
  /** Leaves with all others of the tick. `cut`: what the far end still holds is to be thrown away. */
  sendFrame(bytes: Uint8Array, cut: boolean): void;
}

const silence = new Int16Array(mixFrameSamples);
/** The main thread, by which frames go, may stand still for so long. */
const sentAheadUs = 3 * frameUs;
/** Of one message of a carrier. */
const longestFrameMs = 1000;
/** What was sent longer ago than this has been heard. */
const heldByCarrierMs = 1000;
/** A carrier's network and ours together, for the estimate of quality. */
const usualDelayMs = 120;

export class FramesPeer implements LegPort {
  readonly id: LegId;
  role: CallLeg['role'] = 'caller';
  readonly playRateHz = mixRateHz;
  readonly holdsUs = sentAheadUs;
  onSound: LegPort['onSound'] = null;
  private readonly deps: FramesPeerDeps;
  private readonly watch;
  private readonly digits;
  private codec: OpenFrames['codec'] = 'pcmu';
  private rateHz: OpenFrames['rateHz'] = 8000;
  private resampler: Resampler | null = null;
  private wasSounding = false;
  private lastSentMs = -Infinity;
  private lastHeardMs: number | null = null;
  private jitterMs = 0;
  private qualityAtMs: number;
  private closed = false;
  private readonly counts = { framesIn: 0, framesOut: 0, cuts: 0 };

  constructor(deps: FramesPeerDeps) {
    this.deps = deps;
    this.id = deps.id;
    this.watch = createSoundWatch(deps.tell);
    this.digits = createDigitsOut(() => deps.tell({ is: 'digitsSent' }));
    this.qualityAtMs = deps.nowMs() + qualityEveryMs;
  }

  take(order: RtpOrder): void {
    switch (order.do) {
      case 'open':
        if (order.wire !== 'frames') return;
        this.role = order.role;
        this.codec = order.codec;
        this.rateHz = order.rateHz;
        return;
      case 'frame':
        return this.hear(order.bytes);
      case 'digits':
        return this.digits.add(order.digits, order.gapMs);
      case 'close':
        void this.close();
        return;
      // There is no packet to negotiate about, and none to be captured.
      case 'session':
      case 'capture':
        return;
      default:
        order satisfies never;
    }
  }

  /** Every 5 ms. */
  tick(): void {
    if (this.closed) return;
    const nowMs = this.deps.nowMs();
    this.watch.tick(nowMs);
    if (nowMs < this.qualityAtMs) return;
    this.qualityAtMs = nowMs + qualityEveryMs;
    this.tellQuality();
  }

  play(frame: Int16Array | null): void {
    if (this.closed) return;
    const digit = this.digits.next(false, this.rateHz);
    if (digit?.as === 'tone') {
      this.wasSounding = false;
      return this.send(digit.pcm);
    }
    if (!frame && !this.wasSounding) return;
    if (this.resampler?.toHz !== this.rateHz) this.resampler = createResampler(mixRateHz, this.rateHz);
    // The first silent frame still holds the filter's tail.
    const pcm = this.resampler.process(frame ?? silence);
    if (!frame) this.resampler.reset();
    this.wasSounding = frame !== null;
    this.send(pcm);
  }

  cut(): void {
    if (this.closed || this.deps.nowMs() - this.lastSentMs > heldByCarrierMs) return;
    this.counts.cuts++;
    this.lastSentMs = -Infinity;
    this.deps.sendFrame(new Uint8Array(0), true);
  }

  /** Another peer takes this one's place. */
  retire(): void {
    void this.close();
  }

  /** Idempotent. */
  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.onSound = null;
      this.tellQuality();
      this.deps.tell({ is: 'closed' });
    }
    return Promise.resolve();
  }

  dump() {
    return { id: this.id, codec: this.codec, rateHz: this.rateHz, jitterMs: this.jitterMs, ...this.counts };
  }

  private hear(bytes: Uint8Array): void {
    if (this.closed || bytes.length === 0) return;
    const nowMs = this.deps.nowMs();
    const pcm = decode(this.codec, bytes, (this.rateHz * longestFrameMs) / 1000);
    this.counts.framesIn++;
    this.measure(nowMs, (pcm.length * 1000) / this.rateHz);
    this.watch.heard(nowMs);
    this.onSound?.(pcm, this.rateHz);
  }

  private measure(nowMs: number, lengthMs: number): void {
    if (this.lastHeardMs !== null) {
      const late = Math.abs(nowMs - this.lastHeardMs - lengthMs);
      if (late < heldByCarrierMs) this.jitterMs += (late - this.jitterMs) / 16;
    }
    this.lastHeardMs = nowMs;
  }

  private send(pcm: Int16Array): void {
    this.counts.framesOut++;
    this.lastSentMs = this.deps.nowMs();
    this.deps.sendFrame(encode(this.codec, pcm), false);
  }

  private tellQuality(): void {
    const quality: LineQuality = {
      codec: this.codec,
      packetsReceived: this.counts.framesIn,
      packetsSent: this.counts.framesOut,
      loss: 0,
      remoteLoss: null,
      jitterMs: Math.round(this.jitterMs * 10) / 10,
      roundTripMs: null,
      mos: meanOpinion({
        loss: this.counts.framesIn > 0 ? 0 : 1,
        delayMs: usualDelayMs + this.jitterMs + frameUs / 1000,
      }),
    };
    this.deps.tell({ is: 'quality', quality });
  }
}

function decode(codec: OpenFrames['codec'], bytes: Uint8Array, mostSamples: number): Int16Array {
  switch (codec) {
    case 'pcmu':
      return decodePcmu(bytes.subarray(0, mostSamples));
    case 'pcma':
      return decodePcma(bytes.subarray(0, mostSamples));
    case 'pcm16': {
      // Copied: the samples need not lie at an even place of their buffer.
      const even = bytes.slice(0, Math.min(mostSamples * 2, bytes.length & ~1));
      return new Int16Array(even.buffer, 0, even.length >> 1);
    }
    default:
      return codec satisfies never;
  }
}

function encode(codec: OpenFrames['codec'], pcm: Int16Array): Uint8Array {
  switch (codec) {
    case 'pcmu':
      return encodePcmu(pcm);
    case 'pcma':
      return encodePcma(pcm);
    case 'pcm16':
      return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    default:
      return codec satisfies never;
  }
}
