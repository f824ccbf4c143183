// A bridge inside the media host: legs come and go, voices play, the matrix decides who hears whom, taps listen. It is moved by a tick
// every 5 ms and by sound that arrives; it owns no socket and no clock.

import type { MediaEvent, MediaSummary, Route, SourceId, TapId, VoiceId } from '../../interfaces/bridge.ts';
import type { Us } from '../../interfaces/clock.ts';
import type { LegId } from '../../interfaces/leg.ts';
import { createBeepTap } from './beep-tap.ts';
import { FramePace } from './frame-pace.ts';
import { FrameQueue } from './frame-queue.ts';
import { createLegInput, type LegInput } from './leg-input.ts';
import type { LegPort } from './leg-port.ts';
import { mixFrameSamples, mixRateHz, slotUs } from './media-time.ts';
import { Mixer } from './mixer.ts';
import { Playout } from './playout.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { SourceRates } from './source-rates.ts';
import { createLevelTap, createMonitorTap, createSttTap, type SourceTap, type TapPlan } from './taps.ts';
import type { VadListener, VadStream } from './vad-stream.ts';

export interface BridgeDeps {
  /** Media time of this bridge. */
  now(): Us;
  emit(event: MediaEvent): void;
  send(tap: TapId, pcm: Int16Array, at: Us): void;
  openVad(listener: VadListener): VadStream;
  /** Media time at which the slot of this tick began; by default `now`. */
  slotBegan?(): Us;
  /** When its first frame is due, by default now: not all bridges of a host are to have their frames at once. */
  firstFrameAt?: Us;
}

interface AttachedLeg {
  port: LegPort;
  input: LegInput;
  queue: FrameQueue;
  rates: SourceRates;
  /** True beginning of the speech that is going on. */
  speechSince: Us | null;
  attachedAt: Us;
  starvedMs: number;
}

/** A stall longer than this is skipped, not caught up: late sound helps nobody. */
const stallUs = 100_000;
const starvedStepMs = 1000;
const silence = new Int16Array(mixFrameSamples);

export class BridgeCore {
  private readonly deps: BridgeDeps;
  private readonly legs = new Map<LegId, AttachedLeg>();
  private readonly voices = new Map<VoiceId, Playout>();
  private readonly voiceRates = new Map<VoiceId, SourceRates>();
  private readonly mixer = new Mixer();
  private readonly taps = new Map<SourceId, SourceTap[]>();
  private readonly frames = new Map<SourceId, Int16Array | null>();
  private recorder: { id: TapId; recorder: Recorder; rateHz: number } | null = null;
  private recorded: Promise<number> | null = null;
  private recordedRateHz = 0;
  private readonly pace: FramePace;
  private frameIndex = 0;
  private skippedFrames = 0;
  /** Frames that left more than their own length late. */
  private lateFrames = 0;
  private closed: Promise<MediaSummary> | null = null;

  constructor(deps: BridgeDeps) {
    this.deps = deps;
    this.pace = new FramePace(deps.firstFrameAt ?? deps.now());
  }

  now(): Us {
    return this.deps.now();
  }

  /** A port of a leg that is attached already takes its place: the peer came back by another connection. */
  attach(port: LegPort): void {
    if (this.closed) return;
    const known = this.legs.get(port.id);
    if (known) {
      known.port.onSound = null;
      known.port = port;
      port.onSound = (pcm, rateHz) => known.input.sound(pcm, rateHz, this.deps.now());
      this.findEarly();
      return;
    }
    const queue = new FrameQueue();
    const input = createLegInput({ deliver: (...sound) => this.hear(leg, ...sound) });
    const attachedAt = this.deps.now();
    const rates = new SourceRates();
    const leg: AttachedLeg = { port, input, queue, rates, speechSince: null, attachedAt, starvedMs: 0 };
    this.legs.set(port.id, leg);
    port.onSound = (pcm, rateHz) => input.sound(pcm, rateHz, this.deps.now());
    this.findEarly();
  }

  has(leg: LegId): boolean {
    return this.legs.has(leg);
  }

  detach(id: LegId): void {
    const leg = this.legs.get(id);
    if (!leg) return;
    leg.port.onSound = null;
    this.legs.delete(id);
    this.mixer.forget(id);
    this.frames.delete(id);
    this.findEarly();
  }

  routes(routes: Route[]): void {
    this.mixer.setRoutes(routes);
  }

  voice(id: VoiceId): Playout {
    let voice = this.voices.get(id);
    if (!voice) {
      voice = new Playout({
        emit: (event, at) => {
          if (event.is === 'paused' || event.is === 'cleared') this.cut(id);
          this.deps.emit({ ...event, at });
        },
      });
      this.voices.set(id, voice);
    }
    return voice;
  }

  tap(from: SourceId, id: TapId, plan: TapPlan): void {
    if (plan.kind === 'record') this.record(id, plan);
    else {
      const tap = this.makeTap(from, id, plan);
      if (tap) this.taps.set(from, [...(this.taps.get(from) ?? []), tap]);
    }
  }

  untap(id: TapId): void {
    for (const [from, taps] of this.taps) {
      taps.find((tap) => tap.id === id)?.close?.();
      const left = taps.filter((tap) => tap.id !== id);
      if (left.length > 0) this.taps.set(from, left);
      else this.taps.delete(from);
    }
    if (this.recorder?.id === id) this.finishRecording();
  }

  /** Every 5 ms. True when there was a frame to be made. */
  tick(): boolean {
    if (this.closed) return false;
    const now = this.deps.slotBegan?.() ?? this.deps.now();
    this.runReflex(now);
    this.skip(now);
    if (this.pace.isLate(now)) this.lateFrames++;
    if (this.pace.isOnGrid && this.talkspurtBegins()) this.pace.beginTalkspurt(now, this.holdsUs());
    if (!this.pace.isDue(now)) return false;
    while (this.pace.isDue(now)) this.playFrame(now);
    return true;
  }

  async endRecording(): Promise<MediaSummary['recorded']> {
    this.finishRecording();
    return this.recorded ? { frames: await this.recorded, rateHz: this.recordedRateHz } : null;
  }

  /** Ends taps and recording. Idempotent. */
  close(): Promise<MediaSummary> {
    this.closed ??= this.finish();
    return this.closed;
  }

  dump() {
    return {
      frames: this.frameIndex,
      skippedFrames: this.skippedFrames,
      lateFrames: this.lateFrames,
      legs: [...this.legs.values()].map(({ port, input, speechSince }) => ({
        id: port.id,
        speechSince,
        ...input.dump(),
      })),
      voices: Object.fromEntries([...this.voices].map(([id, voice]) => [id, voice.dump()])),
      taps: [...this.taps.values()].reduce((sum, taps) => sum + taps.length, 0),
      recording: this.recorder !== null,
    };
  }

  private async finish(): Promise<MediaSummary> {
    const at = this.deps.now();
    for (const id of [...this.legs.keys()]) this.detach(id);
    for (const taps of this.taps.values()) for (const tap of taps) tap.close?.();
    this.taps.clear();
    return { at, recorded: await this.endRecording() };
  }

  private hear(leg: AttachedLeg, pcm: Int16Array, rateHz: number, at: Us, came: boolean): void {
    const id = leg.port.id;
    const { rates } = leg;
    rates.next(pcm, rateHz);
    const { recorder } = this;
    recorder?.recorder.add(id, leg.port.role === 'caller' ? 0 : 1, rates.at(recorder.rateHz), at);
    const taps = this.taps.get(id);
    if (taps) for (const tap of taps) tap.frame(pcm, rateHz, at, rates);
    // A queue that has run dry is silent by itself; silence written to it would hold up what comes after it.
    if (came && this.mixer.isHeard(id)) leg.queue.write(pcm, rateHz);
  }

  private findEarly(): void {
    this.pace.early = [...this.legs.values()].some(({ port }) => port.wantsFramesEarly) ? slotUs : 0;
  }

  private ratesOf(voice: VoiceId): SourceRates {
    let rates = this.voiceRates.get(voice);
    if (!rates) this.voiceRates.set(voice, (rates = new SourceRates()));
    return rates;
  }

  private cut(voice: VoiceId): void {
    this.pace.forgetHeld();
    for (const { port } of this.legs.values()) if (this.mixer.isHeardBy(voice, port.id)) port.cut?.();
  }

  /** What goes ahead to one far end alone: with two of them, one would hear the other late. */
  private holdsUs(): Us {
    const [only] = this.legs.values();
    return this.legs.size === 1 ? (only!.port.holdsUs ?? 0) : 0;
  }

  private talkspurtBegins(): boolean {
    let begins = false;
    for (const voice of this.voices.values()) {
      if (voice.soundingSince !== null) return false;
      begins ||= voice.ready;
    }
    return begins;
  }

  private playFrame(now: Us): void {
    const { inUs, heardAt: at } = this.pace.next(now);
    let sounding = false;
    for (const [id, voice] of this.voices) {
      voice.heldSamples = (this.pace.heldUs * mixRateHz) / 1e6;
      const frame = voice.pull(at);
      this.frames.set(id, frame);
      sounding ||= voice.soundingSince !== null;
      const taps = this.taps.get(id);
      // Of silence as well, though nobody listens: sound that follows it must not begin with what was before.
      const rates = this.ratesOf(id);
      rates.next(frame ?? silence, mixRateHz);
      if (frame && this.recorder) this.recorder.recorder.add(id, 1, rates.at(this.recorder.rateHz), at);
      if (taps) for (const tap of taps) tap.frame(frame?.slice() ?? silence, mixRateHz, at, rates);
    }
    for (const leg of this.legs.values()) this.frames.set(leg.port.id, leg.queue.pull());
    for (const { port } of this.legs.values()) port.play(this.mixer.mix(port.id, this.frames), this.frameIndex, inUs);
    this.frameIndex++;
    this.pace.left(at, sounding);
    this.watch(now);
  }

  /** What needs no more than a look every 20 ms. */
  private watch(now: Us): void {
    for (const { port, input } of this.legs.values()) {
      input.tick(now);
      this.watchStarving(port.id, now);
    }
    this.recorder?.recorder.tick(now);
  }

  private watchStarving(id: LegId, now: Us): void {
    const leg = this.legs.get(id)!;
    const last = leg.input.lastPacketAt ?? leg.attachedAt;
    const silentMs = (now - last) / 1000;
    if (silentMs < starvedStepMs) leg.starvedMs = 0;
    else if (silentMs >= leg.starvedMs + starvedStepMs) {
      leg.starvedMs = Math.floor(silentMs / starvedStepMs) * starvedStepMs;
      this.deps.emit({ is: 'starved', from: id, silentMs: leg.starvedMs, at: now });
    }
  }

  private skip(now: Us): void {
    const missed = this.pace.skip(now, stallUs);
    this.frameIndex += missed;
    this.skippedFrames += missed;
  }

  private runReflex(now: Us): void {
    let since: Us | null = null;
    for (const { port, speechSince } of this.legs.values()) {
      if (port.role === 'caller' || port.role === 'transferee') since ??= speechSince;
    }
    for (const voice of this.voices.values()) {
      const { from } = voice.reflexRule;
      voice.reflex(from === undefined ? since : (this.legs.get(from)?.speechSince ?? null), now);
    }
  }

  private makeTap(from: SourceId, id: TapId, plan: Exclude<TapPlan, { kind: 'record' }>): SourceTap | null {
    switch (plan.kind) {
      case 'stt':
        return createSttTap(id, plan, this.deps.send);
      case 'monitor':
        return createMonitorTap(id, this.deps.send);
      case 'level':
        return createLevelTap(id, (level, at) => this.deps.emit({ is: 'level', from, ...level, at }));
      case 'vad':
        return this.createVadTap(from, id);
      case 'answerDetect':
        return createBeepTap(id, (edge) =>
          this.deps.emit({ is: 'answer', from, verdict: 'voicemail', edge, at: this.deps.now() }),
        );
      default:
        plan satisfies never;
        return null;
    }
  }

  private createVadTap(from: SourceId, id: TapId): SourceTap {
    const flush = () => this.taps.get(from)?.forEach((tap) => tap.pause?.());
    const stream = this.deps.openVad({
      pause: flush,
      edge: (on, edge) => {
        const leg = this.legs.get(from);
        if (leg) leg.speechSince = on ? edge : null;
        if (!on) flush();
        this.deps.emit({ is: 'speech', from, on, edge, at: this.deps.now() });
      },
    });
    return {
      id,
      frame(_pcm, rateHz, at, rates) {
        const ownHz = rateHz === 8000 ? 8000 : 16_000;
        stream.write(rates.at(ownHz), ownHz, at);
      },
      close: () => stream.close(),
    };
  }

  private record(id: TapId, plan: Extract<TapPlan, { kind: 'record' }>): void {
    if (this.recorder || this.recorded) return;
    this.recordedRateHz = plan.rateHz;
    const onFault = (message: string) =>
      this.deps.emit({ is: 'tap', id, fault: { message, fatal: true }, at: this.deps.now() });
    this.recorder = { id, recorder: createRecorder({ ...plan, onFault }), rateHz: plan.rateHz };
  }

  private finishRecording(): void {
    this.recorded ??= this.recorder?.recorder.close(this.deps.now()) ?? null;
    this.recorder = null;
  }
}
