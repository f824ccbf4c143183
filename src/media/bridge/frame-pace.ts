// When the frames of a bridge leave: every 20 ms on a grid of its own. During a talkspurt they leave earlier than that: its first frame does not
// wait for the grid, and a far end that holds sound is sent some of it ahead.

import type { Us } from '../../interfaces/clock.ts';
import { frameUs } from './media-time.ts';

export class FramePace {
  /** So long before it is to leave a frame is made. */
  early: Us = 0;
  private nextDue: Us;
  /** Frames of this talkspurt leave so much before they are due. */
  private lead: Us = 0;
  /** Of this talkspurt the far end holds so much. */
  private held: Us = 0;
  /** What was said so far is heard there until then. */
  private heardUntil: Us = 0;

  /** `firstDue`: media time of the first frame. */
  constructor(firstDue: Us) {
    this.nextDue = firstDue;
  }

  /** How much of what leaves now is still to be heard after it has arrived. */
  get heldUs(): Us {
    return this.held;
  }

  /** No talkspurt is on its way ahead of the grid. */
  get isOnGrid(): boolean {
    return this.lead === 0;
  }

  isDue(now: Us): boolean {
    return now + this.early >= this.leavesAt;
  }

  isLate(now: Us): boolean {
    return now - this.leavesAt > frameUs;
  }

  /** `inUs`: so long from now the next frame is to leave; `heardAt`: when it is heard, at the far end's pace. */
  next(now: Us): { inUs: Us; heardAt: Us } {
    const leaves = this.leavesAt;
    return { inUs: Math.max(0, leaves - now), heardAt: Math.min(now + this.early, leaves) + this.held };
  }

  /** The first frame leaves now; with it, to a far end that holds `holdsUs`, those that it is to hold. */
  beginTalkspurt(now: Us, holdsUs: Us): void {
    // Of the talkspurt before some may still be to be heard there.
    const heldNow = holdsUs > 0 ? Math.max(0, this.heardUntil - now) : 0;
    this.held = Math.max(holdsUs, heldNow);
    this.lead = Math.max(0, this.nextDue - now) + this.held - heldNow;
  }

  /** A frame has left, with speech or without. */
  left(heardAt: Us, isSpeech: boolean): void {
    this.nextDue += frameUs;
    if (isSpeech) this.heardUntil = heardAt + frameUs;
    else this.lead = this.held = 0;
  }

  /** The far end has forgotten what it held. */
  forgetHeld(): void {
    this.heardUntil = 0;
  }

  /** Lets go of what a stall longer than `stallUs` has missed; how many frames that were. */
  skip(now: Us, stallUs: Us): number {
    const stall = now - this.nextDue;
    if (stall <= stallUs) return 0;
    const missed = Math.floor(stall / frameUs);
    this.nextDue += missed * frameUs;
    return missed;
  }

  private get leavesAt(): Us {
    return this.nextDue - this.lead;
  }
}
