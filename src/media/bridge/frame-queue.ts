// Sound of a leg on its way to other legs: arrives when the network likes, leaves in frames of the mixer.

import { createResampler, type Resampler } from '../resample.ts';
import { mixFrameSamples, mixRateHz } from './media-time.ts';

/** Starts after two frames, so that ordinary jitter makes no holes; more than ten are too old to be heard. */
const startSamples = 2 * mixFrameSamples;
const limitSamples = 10 * mixFrameSamples;

export class FrameQueue {
  private resampler: Resampler | null = null;
  private readonly ring = new Int16Array(limitSamples);
  private readonly frame = new Int16Array(mixFrameSamples);
  private start = 0;
  private length = 0;
  private running = false;

  write(pcm: Int16Array, rateHz: number): void {
    if (this.resampler?.fromHz !== rateHz) this.resampler = createResampler(rateHz, mixRateHz);
    for (const sample of this.resampler.process(pcm)) {
      if (this.length === limitSamples) this.skip(1);
      this.ring[(this.start + this.length++) % limitSamples] = sample;
    }
    if (this.length >= startSamples) this.running = true;
  }

  /** Null when there is nothing to hear; the array is used again. */
  pull(): Int16Array | null {
    if (!this.running) return null;
    const count = Math.min(this.length, mixFrameSamples);
    this.frame.fill(0);
    for (let i = 0; i < count; i++) this.frame[i] = this.ring[(this.start + i) % limitSamples]!;
    this.skip(count);
    if (this.length === 0) this.running = false;
    return count > 0 ? this.frame : null;
  }

  private skip(count: number): void {
    this.start = (this.start + count) % limitSamples;
    this.length -= count;
  }
}
