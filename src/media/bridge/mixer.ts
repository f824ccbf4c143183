// Who hears whom: the routes of a bridge, their gains with a short fade, and the sum for one listener (N-minus-1).

import type { Route, SourceId } from '../../interfaces/bridge.ts';
import type { LegId } from '../../interfaces/leg.ts';
import { mixFrameSamples, mixRateHz } from './media-time.ts';

/** A change of the matrix slides over this many samples. */
const fadeSamples = (mixRateHz * 10) / 1000;

interface Path {
  from: SourceId;
  gain: number;
  goal: number;
}

export class Mixer {
  private readonly paths = new Map<LegId, Path[]>();
  private readonly sum = new Float32Array(mixFrameSamples);
  private readonly out = new Int16Array(mixFrameSamples);

  /** Replaces the whole matrix from the next frame on. */
  setRoutes(routes: Route[]): void {
    for (const paths of this.paths.values()) for (const path of paths) path.goal = 0;
    for (const { from, to, gain } of routes) {
      const paths = this.paths.get(to) ?? [];
      this.paths.set(to, paths);
      const path = paths.find((each) => each.from === from);
      if (path) path.goal = gain;
      else paths.push({ from, gain: 0, goal: gain });
    }
  }

  /** Is `from` heard by anyone? */
  isHeard(from: SourceId): boolean {
    for (const paths of this.paths.values())
      for (const path of paths) if (path.from === from && path.goal > 0) return true;
    return false;
  }

  isHeardBy(from: SourceId, to: LegId): boolean {
    return this.paths.get(to)?.some((path) => path.from === from && path.goal > 0) ?? false;
  }

  forget(leg: LegId): void {
    this.paths.delete(leg);
    for (const [to, paths] of this.paths)
      this.paths.set(
        to,
        paths.filter(({ from }) => from !== leg),
      );
  }

  /** What `to` hears now, or null for silence. One source at full gain is handed through as it is. The array is used again. */
  mix(to: LegId, frames: ReadonlyMap<SourceId, Int16Array | null>): Int16Array | null {
    const paths = this.paths.get(to);
    if (!paths) return null;
    let only: Int16Array | null = null;
    let voices = 0;
    let mustMix = false;
    for (const path of paths) {
      const frame = frames.get(path.from) ?? null;
      if (!frame) path.gain = path.goal;
      else if (path.gain > 0 || path.goal > 0) {
        voices++;
        only = frame;
        mustMix ||= path.gain !== 1 || path.goal !== 1;
      }
    }
    if (voices === 0) return null;
    return voices === 1 && !mustMix ? only : this.add(paths, frames);
  }

  private add(paths: Path[], frames: ReadonlyMap<SourceId, Int16Array | null>): Int16Array {
    this.sum.fill(0);
    for (const path of paths) {
      const frame = frames.get(path.from);
      if (!frame) continue;
      const step = (path.goal - path.gain) / fadeSamples;
      for (let i = 0; i < mixFrameSamples; i++) {
        this.sum[i]! += frame[i]! * (i < fadeSamples ? path.gain + step * i : path.goal);
      }
      path.gain = path.goal;
    }
    for (let i = 0; i < mixFrameSamples; i++) {
      const value = this.sum[i]!;
      this.out[i] = value > 32767 ? 32767 : value < -32768 ? -32768 : value;
    }
    return this.out;
  }
}
