// The session host's handle of a bridge: every method is an ordered message to the media host.

import type {
  Bridge,
  FrameSink,
  MediaEvent,
  MediaSummary,
  Route,
  SourceId,
  Tap,
  TapId,
  Voice,
  VoiceId,
} from '../../interfaces/bridge.ts';
import type { Clock } from '../../interfaces/clock.ts';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';
import type { TapPlan } from '../bridge/taps.ts';
import type { HostOrder } from './protocol.ts';

/** A leg of this room: it wants to know the media time of the bridge it is on. */
export interface HostedLeg extends CallLeg {
  attached(clock: Clock): void;
}

export interface RemoteBridgeDeps {
  number: number;
  callId: string;
  clock: Clock;
  send(order: HostOrder): void;
  /** Sends the closing order and resolves with the answer, or undefined when the host is gone or too slow. */
  askClose(): Promise<MediaSummary | undefined>;
  /** The same for the recording alone. */
  askEndRecording(): Promise<MediaSummary['recorded'] | undefined>;
  newTapId(): TapId;
  addSink(tap: TapId, sink: FrameSink): void;
  removeSink(tap: TapId): void;
}

export class RemoteBridge implements Bridge {
  readonly callId: string;
  readonly clock: Clock;
  private readonly deps: RemoteBridgeDeps;
  private readonly voices = new Map<VoiceId, Voice>();
  private readonly sinks: TapId[] = [];
  private listener: ((event: MediaEvent) => void) | null = null;
  private readonly early: MediaEvent[] = [];
  private recorded: Promise<MediaSummary['recorded']> | null = null;
  private closing: Promise<MediaSummary> | null = null;

  constructor(deps: RemoteBridgeDeps) {
    this.deps = deps;
    this.callId = deps.callId;
    this.clock = deps.clock;
  }

  attach(leg: CallLeg): void {
    if ('attached' in leg) (leg as HostedLeg).attached(this.clock);
    this.deps.send({ do: 'attach', bridge: this.deps.number, leg: leg.id, role: leg.role });
  }

  detach(leg: LegId): void {
    this.deps.send({ do: 'detach', bridge: this.deps.number, leg });
  }

  routes(routes: Route[]): void {
    this.deps.send({ do: 'routes', bridge: this.deps.number, routes });
  }

  voice(id: VoiceId): Voice {
    const voice = this.voices.get(id) ?? this.createVoice(id);
    this.voices.set(id, voice);
    return voice;
  }

  tap(from: SourceId, tap: Tap): TapId {
    const id = this.deps.newTapId();
    let plan: TapPlan;
    if ('sink' in tap) {
      const { sink, ...rest } = tap;
      this.deps.addSink(id, sink);
      this.sinks.push(id);
      plan = rest;
    } else plan = tap;
    this.deps.send({ do: 'tap', bridge: this.deps.number, from, id, plan });
    return id;
  }

  untap(id: TapId): void {
    this.deps.send({ do: 'untap', bridge: this.deps.number, id });
  }

  onEvent(listener: (event: MediaEvent) => void): void {
    this.listener = listener;
    for (const event of this.early.splice(0)) listener(event);
  }

  /** Called by the host's handle. */
  deliver(event: MediaEvent): void {
    if (this.listener) this.listener(event);
    else this.early.push(event);
  }

  endRecording(): Promise<MediaSummary['recorded']> {
    this.recorded ??= this.deps.askEndRecording().then((recorded) => recorded ?? null);
    return this.recorded;
  }

  close(): Promise<MediaSummary> {
    this.closing ??= this.deps.askClose().then((summary) => {
      for (const tap of this.sinks) this.deps.removeSink(tap);
      return summary ?? { at: this.clock.now(), recorded: null };
    });
    return this.closing;
  }

  private createVoice(voice: VoiceId): Voice {
    const to = { bridge: this.deps.number, voice };
    const send = this.deps.send;
    return {
      gate: (utt, open) => send({ ...to, do: 'gate', utt, open }),
      write: (utt, pcm, rateHz, words) => send({ ...to, do: 'write', utt, pcm, rateHz, words }),
      end: (utt) => send({ ...to, do: 'end', utt }),
      pause: (fadeMs) => send({ ...to, do: 'pause', fadeMs }),
      resume: (rewindMs = 0) => send({ ...to, do: 'resume', rewindMs }),
      clear: (utt) => send({ ...to, do: 'clear', utt }),
      loop: (asset, gain) => send({ ...to, do: 'loop', asset, gain }),
      volume: (gain) => send({ ...to, do: 'volume', gain }),
      reflex: (rule) => send({ ...to, do: 'reflex', ...rule }),
    };
  }
}
