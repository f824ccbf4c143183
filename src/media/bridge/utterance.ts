// One speech of a voice while it waits and plays: its sound, its words, how much of it was played.

import type { UttId } from '../../interfaces/bridge.ts';
import type { WordTime } from '../../interfaces/audio.ts';
import { createResampler, type Resampler } from '../resample.ts';
import { mixRateHz } from './media-time.ts';

export class Utterance {
  readonly id: UttId;
  open = false;
  ended = false;
  started = false;
  /** Ran dry before its end; said once for each dry spell. */
  dry = false;
  playedSamples = 0;
  private queuedSamples = 0;
  private readonly chunks: Int16Array[] = [];
  private headOffset = 0;
  /** Sample in the middle of each word: a word counts as heard from there on. */
  private readonly wordMiddles: number[] = [];
  private resampler: Resampler | null = null;

  constructor(id: UttId) {
    this.id = id;
  }

  write(pcm: Int16Array, rateHz: number, words: WordTime[] | undefined): void {
    if (this.resampler?.fromHz !== rateHz) this.resampler = createResampler(rateHz, mixRateHz);
    const chunk = this.resampler.process(pcm);
    if (chunk.length > 0) this.chunks.push(chunk);
    this.queuedSamples += chunk.length;
    for (const { start, end } of words ?? []) this.wordMiddles.push(((start + end) / 2) * mixRateHz);
  }

  /** Samples written and not yet played. */
  get waiting(): number {
    return this.queuedSamples;
  }

  get playedUs(): number {
    return Math.round((this.playedSamples * 1e6) / mixRateHz);
  }

  get wordsPlayed(): number {
    let count = 0;
    for (const middle of this.wordMiddles) if (middle <= this.playedSamples) count++;
    return count;
  }

  /** Gives back samples that were read and not played after all. */
  putBack(pcm: Int16Array): void {
    const head = this.chunks[0];
    if (head && this.headOffset > 0) this.chunks[0] = head.subarray(this.headOffset);
    this.headOffset = 0;
    if (pcm.length > 0) this.chunks.unshift(pcm);
    this.queuedSamples += pcm.length;
    this.playedSamples -= pcm.length;
  }

  /** Moves up to `count` samples into `out` from `at` on; gives how many there were. */
  read(out: Int16Array, at: number, count: number): number {
    let done = 0;
    while (done < count) {
      const head = this.chunks[0];
      if (!head) break;
      const take = Math.min(count - done, head.length - this.headOffset);
      out.set(head.subarray(this.headOffset, this.headOffset + take), at + done);
      this.headOffset += take;
      done += take;
      if (this.headOffset === head.length) {
        this.chunks.shift();
        this.headOffset = 0;
      }
    }
    this.queuedSamples -= done;
    this.playedSamples += done;
    return done;
  }
}
