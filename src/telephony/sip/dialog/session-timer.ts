// Session timers (RFC 4028): one side refreshes at half of the interval; the other, hearing nothing, ends the call shortly before its end.

import type { Cancel } from '../../../interfaces/clock.ts';
import { MIN_SE_S } from '../abilities.ts';
import { header, headerTokens } from '../header.ts';
import type { SipHeader, SipMessage, SipRequest } from '../message.ts';
import { parseParams } from '../params.ts';
import type { SipTimers } from '../sip-timers.ts';

export interface SessionInterval {
  seconds: number;
  refresher: 'uac' | 'uas' | null;
}

export interface SessionTimer {
  /** Starts over, or (null) ends. */
  set(interval: { seconds: number; weRefresh: boolean } | null): void;
  readonly seconds: number | null;
}

export function createSessionTimer(timers: SipTimers, events: { refresh(): void; expired(): void }): SessionTimer {
  let cancel: Cancel | null = null;
  let seconds: number | null = null;
  return {
    get seconds() {
      return seconds;
    },
    set(interval) {
      cancel?.();
      cancel = null;
      seconds = interval?.seconds ?? null;
      if (!interval) return;
      const ms = interval.seconds * 1000;
      // Section 10: half of it for who refreshes; for the other a third, at most 32 s, before the end.
      if (interval.weRefresh) cancel = timers.after(ms / 2, () => events.refresh());
      else cancel = timers.after(ms - Math.min(32_000, ms / 3), () => events.expired());
    },
  };
}

/** Null: none, or unreadable. */
export function sessionInterval(message: SipMessage): SessionInterval | null {
  const value = header(message, 'Session-Expires');
  const digits = /^\s*(\d{1,9})\s*(;.*)?$/.exec(value ?? '');
  if (!digits) return null;
  const refresher = parseParams(digits[2] ?? '')?.refresher?.toLowerCase();
  return {
    seconds: Number(digits[1]),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null,
  };
}

export function minSeconds(message: SipMessage): number {
  return Number(/^\s*(\d{1,9})/.exec(header(message, 'Min-SE') ?? '')?.[1] ?? 0);
}

/** Shorter than we take: to be refused with 422 and our Min-SE. */
export function isTooShort(request: SipRequest): boolean {
  const interval = sessionInterval(request);
  return interval !== null && interval.seconds < MIN_SE_S;
}

export interface AgreedInterval {
  seconds: number;
  weRefresh: boolean;
  /** Of the 2xx. */
  headers: SipHeader[];
}

/**
 * What a server answers to the interval of a request (RFC 4028 section 9, table 2); null: no session timer. `offerS`: what we want where
 * the far side knows session timers but asks for none.
 */
export function agreeInterval(request: SipRequest, offerS: number | null): AgreedInterval | null {
  const wished = sessionInterval(request);
  const knows = ['Supported', 'Require'].some((name) =>
    headerTokens(request, name).some((each) => each.toLowerCase() === 'timer'),
  );
  if (!wished && (!knows || offerS === null)) return null;
  const seconds = wished ? wished.seconds : Math.max(offerS ?? 0, minSeconds(request), MIN_SE_S);
  // Who asked refreshes, if it can; without a wish of theirs it is we who want it.
  const refresher = !knows ? 'uas' : (wished?.refresher ?? (wished ? 'uac' : 'uas'));
  const headers: SipHeader[] = [{ name: 'Session-Expires', value: `${seconds};refresher=${refresher}` }];
  if (refresher === 'uac') headers.push({ name: 'Require', value: 'timer' });
  return { seconds, weRefresh: refresher === 'uas', headers };
}
