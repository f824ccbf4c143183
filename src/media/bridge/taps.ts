// The taps that hang on one source of sound: packets for a recogniser, levels, a monitor, voice activity.

import type { Tap, TapId } from '../../interfaces/bridge.ts';
import type { Us } from '../../interfaces/clock.ts';
import type { SourceRates } from './source-rates.ts';

/** Something that wants every frame of a source, in order and without holes. */
export interface SourceTap {
  readonly id: TapId;
  /** `rates`: the same frame at other rates. */
  frame(pcm: Int16Array, rateHz: number, at: Us, rates: SourceRates): void;
  /** A pause of the speaker begins: what is held back must go now. */
  pause?(): void;
  close?(): void;
}

/** What crosses to the session host of a tap: everything but its sink, which stays there. */
export type TapPlan =
  | Omit<Extract<Tap, { kind: 'stt' }>, 'sink'>
  | Omit<Extract<Tap, { kind: 'monitor' }>, 'sink'>
  | Exclude<Tap, { kind: 'stt' | 'monitor' }>;

export type SendFrames = (tap: TapId, pcm: Int16Array, at: Us) => void;

/** Packets of `packetMs` at the recogniser's own rate. */
export function createSttTap(id: TapId, plan: Extract<TapPlan, { kind: 'stt' }>, send: SendFrames): SourceTap {
  const packet = new Int16Array(Math.round((plan.format.rate * plan.packetMs) / 1000));
  let length = 0;
  let startAt: Us = 0;

  function flush(): void {
    if (length > 0) send(id, packet.subarray(0, length), startAt);
    startAt += (length * 1e6) / plan.format.rate;
    length = 0;
  }

  return {
    id,
    frame(_pcm, _rateHz, at, rates) {
      const sound = rates.at(plan.format.rate);
      if (length === 0) startAt = at;
      for (let done = 0; done < sound.length;) {
        const take = Math.min(sound.length - done, packet.length - length);
        packet.set(sound.subarray(done, done + take), length);
        length += take;
        done += take;
        if (length === packet.length) flush();
      }
    },
    pause: flush,
    close: flush,
  };
}

/** Frames as they are. */
export function createMonitorTap(id: TapId, send: SendFrames): SourceTap {
  return { id, frame: (pcm, _rateHz, at) => send(id, pcm, at) };
}

/** Ten times a second: root mean square and peak, 0..1. */
export function createLevelTap(id: TapId, emit: (level: { rms: number; peak: number }, at: Us) => void): SourceTap {
  let sum = 0;
  let count = 0;
  let peak = 0;
  return {
    id,
    frame(pcm, rateHz, at) {
      for (let i = 0; i < pcm.length; i++) {
        const value = Math.abs(pcm[i]!);
        sum += value * value;
        if (value > peak) peak = value;
      }
      count += pcm.length;
      if (count < rateHz / 10) return;
      emit({ rms: Math.sqrt(sum / count) / 32768, peak: peak / 32768 }, at);
      sum = count = peak = 0;
    },
  };
}
