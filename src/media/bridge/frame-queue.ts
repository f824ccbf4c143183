// Sound of a leg on its way to other legs: arrives when the network likes, leaves in frames of the mixer. It waits no longer than this line's
// jitter asks for: running dry makes the wait longer, sound that always lies ready makes it shorter.

import { createResampler, type Resampler } from '../resample.ts';
import { mixFrameSamples, mixRateHz } from './media-time.ts';

/** Sound that is ready before the first frame leaves; it grows by half a frame each time the queue runs dry in the middle of sound. */
const leastWaitSamples = mixFrameSamples;
const mostWaitSamples = 8 * mixFrameSamples;
const waitStepSamples = mixFrameSamples / 2;
/** More than this is too old to be heard. */
const limitSamples = 10 * mixFrameSamples;
/** Over so many frames was there always sound to spare: half a frame of it is left out, and the wait becomes shorter. */
const calmFrames = 100;
/** A gap in the sound is heard less at its ends: so many samples slide from what is left out to what follows. */
const slideSamples = mixRateHz / 200;
/** After so many frames without any the sound had simply ended. */
const pauseFrames = 10;

export class FrameQueue {
  private resampler: Resampler | null = null;
  private readonly ring = new Int16Array(limitSamples);
  private readonly frame = new Int16Array(mixFrameSamples);
  private start = 0;
  private length = 0;
  private running = false;
  private wait = leastWaitSamples;
  private spare = Infinity;
  private calm = 0;
  /** Frames since it ran dry. */
  private dryFrames = pauseFrames;

  write(pcm: Int16Array, rateHz: number): void {
    if (this.resampler?.fromHz !== rateHz) this.resampler = createResampler(rateHz, mixRateHz);
    const sound = this.resampler.process(pcm);
    if (sound.length === 0) return;
    if (this.length + sound.length > limitSamples)
      this.skip(Math.min(this.length, this.length + sound.length - limitSamples));
    for (const sample of sound.subarray(-limitSamples)) this.ring[(this.start + this.length++) % limitSamples] = sample;
    if (!this.running && this.dryFrames < pauseFrames) {
      this.wait = Math.min(mostWaitSamples, this.wait + waitStepSamples);
      this.dryFrames = pauseFrames;
    }
    if (this.length >= this.wait) this.running = true;
  }

  /** Null when there is nothing to hear; the array is used again. */
  pull(): Int16Array | null {
    if (!this.running) {
      this.dryFrames = Math.min(pauseFrames, this.dryFrames + 1);
      return null;
    }
    const count = Math.min(this.length, mixFrameSamples);
    this.frame.fill(0);
    for (let i = 0; i < count; i++) this.frame[i] = this.ring[(this.start + i) % limitSamples]!;
    this.skip(count);
    if (this.length === 0) this.runDry(count);
    else this.shorten();
    return count > 0 ? this.frame : null;
  }

  private runDry(count: number): void {
    // A whole last frame may be followed by the next in time; only a broken one has run dry already.
    if (count === mixFrameSamples) return;
    this.running = false;
    this.dryFrames = 0;
    this.calm = 0;
    this.spare = Infinity;
  }

  private shorten(): void {
    this.spare = Math.min(this.spare, this.length);
    if (++this.calm < calmFrames) return;
    if (this.spare >= leastWaitSamples) {
      this.slideOver(waitStepSamples);
      this.wait = Math.max(leastWaitSamples, this.wait - waitStepSamples);
    }
    this.calm = 0;
    this.spare = Infinity;
  }

  /** Leaves `count` samples out, without a click. */
  private slideOver(count: number): void {
    for (let i = 0; i < slideSamples; i++) {
      const part = (i + 1) / (slideSamples + 1);
      const at = (this.start + count + i) % limitSamples;
      this.ring[at] = this.ring[at]! * part + this.ring[(this.start + i) % limitSamples]! * (1 - part);
    }
    this.skip(count);
  }

  private skip(count: number): void {
    this.start = (this.start + count) % limitSamples;
    this.length -= count;
  }
}
