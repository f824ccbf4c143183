// Our keys: a queue of digits and pauses, told slot by slot of 20 ms what to send. As telephone events (RFC 4733) or, where the far side has
// none, as tones.

import { frameUs } from '../bridge/media-time.ts';
import { dtmfSound } from '../codec/dtmf.ts';
import { digitNames } from './digits-in.ts';

/** A packet of an event, or a frame of its sound. */
export type DigitSlot =
  { as: 'event'; payload: Uint8Array; isFirst: boolean; isLast: boolean } | { as: 'tone'; pcm: Int16Array };

export interface DigitsOut {
  /** What is no key is left out. */
  add(digits: string, gapMs: number): void;
  /** What this frame is made of, or null: sound as usual. `rateHz`: of a tone. */
  next(hasEvents: boolean, rateHz: number): DigitSlot | null;
  readonly isBusy: boolean;
}

const frameMs = frameUs / 1000;
const ticksPerMs = 8;
/** Long enough for any receiver (Q.24 asks for 40 ms), and for one that loses packets. */
const pressFrames = 120 / frameMs;
/** The end is said three times (RFC 4733 section 2.5.1.4). */
const endPackets = 3;
const leastGapMs = 60;
/** -10 dBm0 */
const volume = 10;
const mostQueued = 128;

interface Press {
  digit: string;
  gapFrames: number;
}

/** `onSent` once for each `add`, when all of it is out. */
export function createDigitsOut(onSent: () => void): DigitsOut {
  const queue: (Press | 'sent')[] = [];
  let press: Press | null = null;
  let frame = 0;
  let gap = 0;

  function begin(): Press | null {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (item === 'sent') onSent();
      else {
        frame = 0;
        return item;
      }
    }
    return null;
  }

  function event(digit: string): DigitSlot {
    const ended = frame >= pressFrames;
    const duration = Math.min(frame + 1, pressFrames) * frameMs * ticksPerMs;
    const payload = Uint8Array.of(
      digitNames.indexOf(digit),
      (ended ? 0x80 : 0) | volume,
      duration >> 8,
      duration & 0xff,
    );
    return { as: 'event', payload, isFirst: frame === 0, isLast: frame === pressFrames + endPackets - 1 };
  }

  function tone(digit: string, rateHz: number): DigitSlot {
    const samples = (rateHz * frameMs) / 1000;
    const sound = dtmfSound(digit, pressFrames * frameMs, rateHz);
    return { as: 'tone', pcm: sound.subarray(frame * samples, (frame + 1) * samples) };
  }

  return {
    add(digits, gapMs) {
      const gapFrames = Math.ceil(Math.max(leastGapMs, Math.min(gapMs, 10_000) || 0) / frameMs);
      for (const digit of digits.toUpperCase()) {
        if (digitNames.includes(digit) && queue.length < mostQueued) queue.push({ digit, gapFrames });
      }
      queue.push('sent');
    },
    next(hasEvents, rateHz) {
      if (gap > 0 && --gap > 0) return null;
      press ??= begin();
      if (!press) return null;
      const slot = hasEvents ? event(press.digit) : tone(press.digit, rateHz);
      frame++;
      if (frame >= pressFrames + (hasEvents ? endPackets : 0)) {
        gap = press.gapFrames + 1;
        press = null;
      }
      return slot;
    },
    get isBusy() {
      return press !== null || gap > 0 || queue.length > 0;
    },
  };
}
