// A voice inside the media host: utterances in their order, gates, pause and clear with fades, the reflex, volume, a loop underneath.
// It is pulled one frame at a time and says what was really played.

import type { MediaEvent, Reflex, UttId } from '../../interfaces/bridge.ts';
import type { WordTime } from '../../interfaces/audio.ts';
import type { Us } from '../../interfaces/clock.ts';
import { resample } from '../resample.ts';
import { mixFrameSamples, mixRateHz } from './media-time.ts';
import { Utterance } from './utterance.ts';

/** Long enough to click no more, short enough to be heard as "at once". */
const shortFadeMs = 10;

type Motion = 'playing' | 'pausing' | 'paused' | 'clearing';

export interface PlayoutOptions {
  /** Facts for the session; `at` is filled in by the one who knows the time. */
  emit(event: Omit<Extract<MediaEvent, { utt: UttId }>, 'at'>, at: Us): void;
}

export class Playout {
  reflexRule: Reflex = { pauseAfterSpeechMs: null, duckGain: 1 };
  private readonly emit: PlayoutOptions['emit'];
  private readonly queue: Utterance[] = [];
  private readonly gates = new Map<UttId, boolean>();
  private readonly frame = new Int16Array(mixFrameSamples);
  private motion: Motion = 'playing';
  /** Gain of the fade now, and its change per sample. */
  private fade = 1;
  private fadeStep = 0;
  private gainNow = 1;
  private volumeGain = 1;
  private ducked = false;
  private bed: { pcm: Int16Array; at: number; gain: number } | null = null;
  /** What has been played or dropped lately: a synthesiser's late sound for it must not bring it back. */
  private readonly over: UttId[] = [];
  /** So much of what was pulled is still to be heard at the far end, which forgets it when speech is paused or cleared. */
  heldSamples = 0;
  /** Media time since which speech has been leaving without a break; null while silent. */
  soundingSince: Us | null = null;
  /** Speech that the reflex has already answered: it acts once for each. */
  private answeredSpeech: Us | null = null;

  constructor(options: PlayoutOptions) {
    this.emit = options.emit;
  }

  setGate(utt: UttId, open: boolean): void {
    if (this.over.includes(utt)) return;
    this.gates.set(utt, open);
    const found = this.find(utt);
    if (found) found.open = open;
  }

  write(utt: UttId, pcm: Int16Array, rateHz: number, words?: WordTime[]): void {
    const speech = this.findOrAdd(utt);
    if (!speech || speech.ended) return;
    speech.write(pcm, rateHz, words);
    if (speech.waiting > 0) speech.dry = false;
  }

  end(utt: UttId): void {
    const speech = this.findOrAdd(utt);
    if (speech) speech.ended = true;
  }

  /** Holds what has begun to play; without that there is nothing to hold, and what comes next plays. */
  pause(fadeMs: number, at: Us): void {
    if (this.motion === 'paused' || this.motion === 'clearing' || !this.hasBegun) return;
    if (this.soundingSince === null) return this.settlePause(at);
    this.motion = 'pausing';
    this.fadeStep = -1 / Math.max(1, (fadeMs * mixRateHz) / 1000);
  }

  /** `rewindMs`: so much of what was played is played again. */
  resume(at: Us, rewindMs = 0): void {
    if (this.motion !== 'paused' && this.motion !== 'pausing') return;
    const wasPaused = this.motion === 'paused';
    this.motion = 'playing';
    this.fadeStep = 1000 / (shortFadeMs * mixRateHz);
    const head = this.queue[0];
    if (!wasPaused || !head?.open) return;
    head.rewind(Math.round((rewindMs * mixRateHz) / 1000));
    this.tell('resumed', head, at);
  }

  /** Cuts at once what is silent, and with a short fade what sounds. Clearing what a pause holds back also ends the pause. */
  clear(utt: UttId | undefined, at: Us): void {
    const head = this.queue[0];
    const hitsHead = head !== undefined && (utt === undefined || head.id === utt);
    const fades = hitsHead && this.soundingSince !== null && this.motion !== 'paused';
    for (const each of [...this.queue]) {
      if ((utt === undefined || each.id === utt) && !(fades && each === head)) this.drop(each, at);
    }
    if (utt !== undefined && !fades) this.forget(utt);
    if (utt === undefined) this.gates.clear();
    if (fades) {
      this.motion = 'clearing';
      this.fadeStep = -1000 / (shortFadeMs * mixRateHz);
    } else if (hitsHead) this.restart();
  }

  loop(asset: { pcm: Int16Array; rateHz: number } | null, gain: number): void {
    this.bed =
      asset && asset.pcm.length > 0 ? { pcm: resample(asset.pcm, asset.rateHz, mixRateHz), at: 0, gain } : null;
  }

  setVolume(gain: number): void {
    this.volumeGain = Math.min(2, Math.max(0, gain));
  }

  /** Is there sound that wants to leave now? */
  get ready(): boolean {
    const head = this.queue[0];
    return this.motion !== 'paused' && head !== undefined && head.open && (head.waiting > 0 || head.ended);
  }

  /** Speech of the caller since `since` (its true beginning), or null: ducks, then pauses, each once for one speech. */
  reflex(since: Us | null, now: Us): void {
    const { pauseAfterSpeechMs, duckGain } = this.reflexRule;
    const sounding = this.soundingSince;
    this.ducked = since !== null && sounding !== null && duckGain < 1 && pauseAfterSpeechMs !== null;
    if (since === null || sounding === null || pauseAfterSpeechMs === null || since === this.answeredSpeech) return;
    if (now - Math.max(since, sounding) < pauseAfterSpeechMs * 1000) return;
    this.answeredSpeech = since;
    this.pause(2 * shortFadeMs, now);
  }

  /** The next frame, or null for silence; the array is used again for the next one. `at`: media time of its first sample. */
  pull(at: Us): Int16Array | null {
    this.frame.fill(0);
    const filled = this.motion === 'paused' ? 0 : this.fill(at);
    this.soundingSince = filled > 0 ? (this.soundingSince ?? at) : null;
    if (filled === 0) this.settleSilence(at);
    if (!this.bed) return filled > 0 ? this.frame : null;
    this.addBed(this.bed);
    return this.frame;
  }

  dump() {
    return {
      motion: this.motion,
      queuedMs: Math.round((this.queue.reduce((sum, utt) => sum + utt.waiting, 0) * 1000) / mixRateHz),
      heldMs: Math.round((this.queue.reduce((sum, utt) => sum + utt.held, 0) * 1000) / mixRateHz),
      utterances: this.queue.map(({ id, open, ended, playedSamples }) => ({
        id,
        open,
        ended,
        playedUs: samplesToUs(playedSamples),
      })),
    };
  }

  private fill(at: Us): number {
    let filled = 0;
    while (filled < mixFrameSamples && this.motion !== 'paused') {
      const head = this.queue[0];
      if (!head?.open) break;
      const got = head.read(this.frame, filled, mixFrameSamples - filled);
      const now = at + Math.round((filled * 1e6) / mixRateHz);
      if (got > 0 && !head.started) {
        head.started = true;
        this.emit({ is: 'first', utt: head.id, playedUs: 0, word: 0 }, now);
      }
      const kept = this.shape(head, filled, got, at);
      filled += kept;
      if (kept < got) continue;
      if (head.waiting > 0) continue;
      if (!head.ended) {
        this.markDry(head, at);
        break;
      }
      this.finish(head, at + Math.round((filled * 1e6) / mixRateHz));
    }
    return filled;
  }

  /** Applies gain and fade to samples just read; gives how many of them remain when a fade ends in a pause or a cut. */
  private shape(head: Utterance, from: number, count: number, at: Us): number {
    const goal = this.volumeGain * (this.ducked ? this.reflexRule.duckGain : 1);
    for (let i = from; i < from + count; i++) {
      if (this.gainNow !== goal) this.gainNow += (goal - this.gainNow) * 0.005;
      this.fade += this.fadeStep;
      if (this.fade >= 1) {
        this.fade = 1;
        this.fadeStep = 0;
      } else if (this.fade <= 0) {
        if (this.motion === 'pausing') head.putBack(from + count - i);
        this.frame.fill(0, i);
        this.endFade(at + Math.round((i * 1e6) / mixRateHz));
        return i - from;
      }
      const value = this.frame[i]! * this.gainNow * this.fade;
      this.frame[i] = value > 32767 ? 32767 : value < -32768 ? -32768 : value;
    }
    return count;
  }

  private endFade(at: Us): void {
    const head = this.queue[0];
    if (this.motion === 'clearing') {
      if (head) this.drop(head, at);
      this.restart();
    } else this.settlePause(at);
  }

  /** A fade that was under way when the sound ran out has nothing left to fade. */
  private settleSilence(at: Us): void {
    if (this.motion === 'pausing' || this.motion === 'clearing') this.endFade(at);
  }

  private settlePause(at: Us): void {
    const head = this.queue[0];
    if (!head || !this.hasBegun) return this.restart();
    this.motion = 'paused';
    this.fade = 0;
    this.fadeStep = 0;
    head.putBack(this.heldSamples);
    this.tell('paused', head, at);
  }

  private get hasBegun(): boolean {
    const head = this.queue[0];
    return head !== undefined && head.open && head.started;
  }

  private markDry(head: Utterance, at: Us): void {
    if (head.dry || !head.started) return;
    head.dry = true;
    this.tell('underrun', head, at);
  }

  private finish(head: Utterance, at: Us): void {
    this.queue.shift();
    this.forget(head.id);
    this.tell('done', head, at);
    if (this.motion === 'clearing' || this.motion === 'pausing') this.restart();
  }

  private drop(utt: Utterance, at: Us): void {
    this.queue.splice(this.queue.indexOf(utt), 1);
    this.forget(utt.id);
    if (this.soundingSince !== null) utt.putBack(this.heldSamples);
    this.tell('cleared', utt, at);
  }

  private restart(): void {
    this.motion = 'playing';
    this.fade = 1;
    this.fadeStep = 0;
  }

  private forget(utt: UttId): void {
    this.gates.delete(utt);
    if (this.over.push(utt) > 256) this.over.shift();
  }

  private addBed(bed: NonNullable<Playout['bed']>): void {
    for (let i = 0; i < mixFrameSamples; i++) {
      const value = this.frame[i]! + bed.pcm[bed.at]! * bed.gain * this.volumeGain;
      this.frame[i] = value > 32767 ? 32767 : value < -32768 ? -32768 : value;
      bed.at = (bed.at + 1) % bed.pcm.length;
    }
  }

  private tell(is: 'first' | 'done' | 'cleared' | 'underrun' | 'paused' | 'resumed', utt: Utterance, at: Us): void {
    const samples = is === 'paused' || is === 'resumed' ? utt.position : utt.playedSamples;
    this.emit({ is, utt: utt.id, playedUs: samplesToUs(samples), word: utt.wordsWithin(samples) }, at);
  }

  private find(utt: UttId): Utterance | undefined {
    return this.queue.find((each) => each.id === utt);
  }

  private findOrAdd(utt: UttId): Utterance | undefined {
    const found = this.find(utt);
    if (found || this.over.includes(utt)) return found;
    const added = new Utterance(utt);
    added.open = this.gates.get(utt) ?? false;
    this.queue.push(added);
    return added;
  }
}

function samplesToUs(samples: number): Us {
  return Math.round((samples * 1e6) / mixRateHz);
}
