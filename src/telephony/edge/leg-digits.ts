// The digits of one leg, both ways: events in the sound (RFC 4733) where the far side has them, else SIP INFO where it takes that, else tones.

import type { RtpOrder } from '../../media/index.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { digitOfInfo, infoOfDigit } from './digit-info.ts';

export interface LegDigitsDeps {
  /** To the peer in the media host. */
  order(order: RtpOrder): void;
  /** Sends an INFO; its status. Null: the far side takes none. */
  info: () => ((contentType: string, body: string) => Promise<number>) | null;
  timers: Pick<SipTimers, 'after'>;
  heard(digit: string): void;
}

export interface LegDigits {
  press(digits: string, gapMs: number): void;
  /** From the sound. */
  fromSound(digit: string): void;
  fromInfo(contentType: string, body: string): void;
  /** Does the far side know telephone-event? Said with each session. */
  negotiated(events: boolean): void;
  close(): void;
}

const DIGIT_MS = 160;

export function createLegDigits(deps: LegDigitsDeps): LegDigits {
  let hasEvents = true;
  let infoFailed = false;
  /** Switches that send a digit both ways mean it once: the way of the first one counts. */
  let way: 'sound' | 'info' | null = null;
  let sending: Promise<void> = Promise.resolve();
  let closed = false;

  function heard(by: 'sound' | 'info', digit: string): void {
    way ??= by;
    if (way === by && !closed) deps.heard(digit);
  }

  async function sendInfos(digits: string, gapMs: number): Promise<void> {
    for (const [at, digit] of [...digits].entries()) {
      const info = deps.info();
      if (closed) return;
      const { contentType, body } = infoOfDigit(digit, DIGIT_MS);
      const status = info && !infoFailed ? await info(contentType, body) : 0;
      if (status < 200 || status >= 300) {
        infoFailed = true;
        return deps.order({ do: 'digits', digits: digits.slice(at), gapMs });
      }
      await new Promise<void>((resolve) => void deps.timers.after(DIGIT_MS + gapMs, resolve));
    }
  }

  return {
    press(digits, gapMs) {
      if (hasEvents || infoFailed || deps.info() === null) return deps.order({ do: 'digits', digits, gapMs });
      sending = sending.then(() => sendInfos(digits, gapMs));
    },
    fromSound: (digit) => heard('sound', digit),
    fromInfo(contentType, body) {
      const digit = digitOfInfo(contentType, body);
      if (digit !== null) heard('info', digit);
    },
    negotiated: (events) => void (hasEvents = events),
    close: () => void (closed = true),
  };
}
