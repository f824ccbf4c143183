// One speech of a voice while it waits and plays: its sound, its words, how much of it was played. Sound stays for a moment after it was
// read, so that reading can step back.

import type { UttId } from '../../interfaces/bridge.ts';
import type { WordTime } from '../../interfaces/audio.ts';
import { createResampler, type Resampler } from '../resample.ts';
import { mixRateHz } from './media-time.ts';

/** How far reading can step back: a long word. */
const keptSamples = 1.5 * mixRateHz;

export class Utterance {
  readonly id: UttId;
  open = false;
  ended = false;
  started = false;
  /** Ran dry before its end; said once for each dry spell. */
  dry = false;
  /** Sample that is read next. */
  position = 0;
  /** Where the farthest reading stood when it was last stepped back from. */
  private reached = 0;
  private queuedSamples = 0;
  /** Those before `head` were read and are kept for stepping back; `headOffset` samples of the head were read. */
  private readonly chunks: Int16Array[] = [];
  private head = 0;
  private headOffset = 0;
  private behindSamples = 0;
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

  /** Samples to be read. */
  get waiting(): number {
    return this.queuedSamples;
  }

  /** Samples that are held: to be read, or read and kept. */
  get held(): number {
    return this.queuedSamples + this.behindSamples;
  }

  /** How far it was ever played: what was heard stays heard when a word is said again. */
  get playedSamples(): number {
    return Math.max(this.reached, this.position);
  }

  /** Number of words that count as heard when so many samples were played. */
  wordsWithin(samples: number): number {
    let count = 0;
    for (const middle of this.wordMiddles) if (middle <= samples) count++;
    return count;
  }

  /** The newest `samples` were read and not played after all. */
  putBack(samples: number): void {
    this.stepBack(samples);
  }

  /** Goes back to play `samples` again, or as many as are kept. */
  rewind(samples: number): void {
    this.reached = this.playedSamples;
    this.stepBack(Math.min(samples, keptSamples));
    if (this.queuedSamples > 0) this.dry = false;
  }

  /** Moves up to `count` samples into `out` from `at` on; gives how many there were. */
  read(out: Int16Array, at: number, count: number): number {
    let done = 0;
    while (done < count) {
      const chunk = this.chunks[this.head];
      if (!chunk) break;
      const take = Math.min(count - done, chunk.length - this.headOffset);
      out.set(chunk.subarray(this.headOffset, this.headOffset + take), at + done);
      done += take;
      this.headOffset += take;
      if (this.headOffset === chunk.length) {
        this.head++;
        this.headOffset = 0;
      }
    }
    this.move(done);
    this.forget();
    return done;
  }

  private stepBack(samples: number): void {
    const wanted = Math.min(samples, this.behindSamples);
    let left = wanted;
    while (left > this.headOffset) {
      left -= this.headOffset;
      this.head--;
      this.headOffset = this.chunks[this.head]!.length;
    }
    this.headOffset -= left;
    this.move(-wanted);
  }

  private move(samples: number): void {
    this.position += samples;
    this.behindSamples += samples;
    this.queuedSamples -= samples;
  }

  /** Lets go of whole chunks that lie too far behind. */
  private forget(): void {
    while (this.head > 0 && this.behindSamples - this.chunks[0]!.length >= keptSamples) {
      this.behindSamples -= this.chunks.shift()!.length;
      this.head--;
    }
  }
}
