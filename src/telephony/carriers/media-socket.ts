// One WebSocket of a carrier's media stream: its messages become news, frames of ours become messages. It holds the other side to what such
// a stream may do: a start in time and once, mu-law at 8 kHz, no more sound than time goes by, and reading what we send.

import type { WebSocket } from 'ws';
import { createFrameOrder } from './frame-order.ts';
import type { MediaWire, StreamStart, WireMessage, WireWriter } from './media-wire.ts';

export interface MediaSocketLimits {
  /** From the opening of the socket to `start`. */
  startMs: number;
  /** Sound that may come ahead of real time: what a stalled network delivers at once. */
  aheadMs: number;
  /** Sound of ours that the other side has not taken, ms. */
  unsentMs: number;
  /** How long a mark may take to come back. */
  markMs: number;
}

export const mediaSocketLimits: MediaSocketLimits = {
  startMs: 10_000,
  aheadMs: 10_000,
  unsentMs: 8_000,
  markMs: 1_000,
};

/** Bytes of mu-law in a ms. */
const bytesPerMs = 8;
/** Bytes of a message for a frame of 20 ms, with its id. */
const messageBytesPerMs = 14;
/** A close frame holds 123 (RFC 6455 section 5.5); a longer reason would throw. */
const mostReasonBytes = 120;
/** Frames that wait for one that is missing. */
const orderDepth = 5;

export interface MediaSocketNews {
  onStart(start: StreamStart): void;
  onSound(sound: Uint8Array): void;
  onDigit(digit: string): void;
  onTrouble(detail: string): void;
  /** Once, last. `peer`: the stream was stopped, or its socket closed in order. `us`: we closed it. */
  onGone(by: 'peer' | 'us' | 'lost', detail: string): void;
}

export interface MediaSocketDeps {
  wire: MediaWire;
  nowMs(): number;
  limits?: Partial<MediaSocketLimits>;
}

export class MediaSocket {
  private readonly socket: WebSocket;
  private readonly wire: MediaWire;
  private readonly nowMs: () => number;
  private readonly limits: MediaSocketLimits;
  private readonly order = createFrameOrder(orderDepth);
  private readonly marks = new Map<string, () => void>();
  private news: MediaSocketNews | null = null;
  private writer: WireWriter | null = null;
  private startTimer: NodeJS.Timeout | undefined;
  private lastMark = 0;
  private startedMs = 0;
  private heardBytes = 0;
  private surplusBytes = 0;
  private gone = false;

  constructor(socket: WebSocket, deps: MediaSocketDeps) {
    this.socket = socket;
    this.wire = deps.wire;
    this.nowMs = deps.nowMs;
    this.limits = { ...mediaSocketLimits, ...deps.limits };
  }

  /** Once. From here on news come. */
  open(news: MediaSocketNews): void {
    this.news = news;
    this.socket.on('message', (message: Buffer, isBinary: boolean) => this.hear(message, isBinary));
    this.socket.on('close', (code: number) =>
      this.leave(code === 1000 || code === 1005 ? 'peer' : 'lost', `closed with ${code}`),
    );
    this.socket.on('error', (error) => this.cut('lost', error.message));
    this.startTimer = setTimeout(() => this.refuse(1002, 'no start came'), this.limits.startMs);
  }

  get isOpen(): boolean {
    return this.writer !== null && !this.gone;
  }

  /** Frames that came too late or twice, and bytes beyond real time. */
  get dropped(): { frames: number; surplusBytes: number } {
    return { frames: this.order.dropped, surplusBytes: this.surplusBytes };
  }

  /** Sends frames of ours; a side that does not read them is let go. */
  play(frames: readonly Uint8Array[]): void {
    if (!this.writer || this.gone) return;
    if (this.socket.bufferedAmount > this.limits.unsentMs * messageBytesPerMs)
      return this.cut('lost', 'the other side does not read');
    for (const frame of frames) this.socket.send(this.writer.media(frame));
  }

  clear(): void {
    if (this.writer && !this.gone) this.socket.send(this.writer.clear);
  }

  /** Resolves when all that was sent was played, or thrown away, or when that takes too long. */
  played(): Promise<void> {
    if (!this.writer || this.gone) return Promise.resolve();
    const name = `played-${++this.lastMark}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.limits.markMs);
    this.marks.set(name, () => (clearTimeout(timer), resolve()));
    this.socket.send(this.writer.mark(name));
    return promise.finally(() => this.marks.delete(name));
  }

  /** Ends the stream. Idempotent. */
  close(detail: string): void {
    if (this.gone) return;
    this.leave('us', detail);
    this.socket.close(1000);
  }

  private hear(message: Buffer, isBinary: boolean): void {
    if (this.gone) return;
    if (isBinary) return this.refuse(1003, 'a binary message');
    this.take(this.wire.read(message));
  }

  private take(said: WireMessage): void {
    switch (said.is) {
      case 'media':
        return this.takeSound(said.sound, said.chunk);
      case 'start':
        return this.start(said.start);
      case 'digit':
        if (this.writer && /^[0-9*#A-D]$/.test(said.digit)) this.news?.onDigit(said.digit);
        return;
      case 'mark':
        return this.marks.get(said.name)?.();
      case 'stop':
        this.leave('peer', 'the stream was stopped');
        return this.socket.close(1000);
      case 'trouble':
        return this.news?.onTrouble(said.detail);
      case 'fault':
        return this.refuse(1007, said.detail);
      case 'other':
        return;
      default:
        said satisfies never;
    }
  }

  private start(start: StreamStart): void {
    if (this.writer) return this.refuse(1002, 'a second start');
    const { encoding, rateHz, channels } = start.format;
    if (!/^(audio\/x-mulaw|PCMU)$/i.test(encoding) || rateHz !== 8000 || channels !== 1)
      return this.refuse(1003, `sound as ${encoding.slice(0, 40)} at ${rateHz} Hz; expected mu-law at 8000 Hz, mono`);
    clearTimeout(this.startTimer);
    this.startedMs = this.nowMs();
    this.writer = this.wire.writer(start.streamId);
    this.news?.onStart(start);
  }

  private takeSound(sound: Uint8Array, chunk: number | null): void {
    if (!this.writer) return;
    this.heardBytes += sound.length;
    const owedBytes = (this.nowMs() - this.startedMs + this.limits.aheadMs) * bytesPerMs;
    if (this.heardBytes > owedBytes) {
      this.heardBytes -= sound.length;
      this.surplusBytes += sound.length;
      if (this.surplusBytes > this.limits.aheadMs * bytesPerMs) this.refuse(1008, 'more sound than time goes by');
      return;
    }
    for (const frame of this.order.take(chunk, sound)) this.news?.onSound(frame);
  }

  private refuse(code: number, detail: string): void {
    if (this.gone) return;
    this.leave('lost', detail);
    this.socket.close(code, detail.replace(/[^ -~]/g, '?').slice(0, mostReasonBytes));
  }

  private cut(by: 'lost', detail: string): void {
    this.leave(by, detail);
    this.socket.terminate();
  }

  private leave(by: 'peer' | 'us' | 'lost', detail: string): void {
    if (this.gone) return;
    this.gone = true;
    clearTimeout(this.startTimer);
    for (const settle of [...this.marks.values()]) settle();
    this.news?.onGone(by, detail);
  }
}
