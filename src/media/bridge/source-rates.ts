// The sound of one source at the rates that its listeners want: recognition, voice activity and the recording mostly want the same one.

import { createResampler, type Resampler } from '../resample.ts';

interface Made {
  resampler: Resampler;
  /** Number of the frame that `sound` is of. */
  frame: number;
  sound: Int16Array;
}

export class SourceRates {
  private readonly made = new Map<number, Made>();
  private frame = 0;
  private pcm: Int16Array = new Int16Array(0);
  private rateHz = 0;

  /** The next frame, at the rate that it comes in. */
  next(pcm: Int16Array, rateHz: number): void {
    this.frame++;
    this.pcm = pcm;
    this.rateHz = rateHz;
  }

  /** That frame at `toHz`, made once however many ask; not to be written to. A listener that begins or begins again hears no rest of before. */
  at(toHz: number): Int16Array {
    if (toHz === this.rateHz) return this.pcm;
    let made = this.made.get(toHz);
    if (made?.resampler.fromHz !== this.rateHz) {
      made = { resampler: createResampler(this.rateHz, toHz), frame: 0, sound: this.pcm };
      this.made.set(toHz, made);
    }
    if (made.frame === this.frame) return made.sound;
    if (made.frame !== this.frame - 1) made.resampler.reset();
    made.frame = this.frame;
    made.sound = made.resampler.process(this.pcm);
    return made.sound;
  }
}
