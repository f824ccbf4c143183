// Who knocks without being let in: counted by source, blocked for a while when it knocks too often, and said once a minute in the log.

import type { Log } from '../../interfaces/log.ts';
import type { SipTimers } from '../sip/sip-timers.ts';

export interface StrangersDeps {
  timers: Pick<SipTimers, 'after' | 'nowMs'>;
  log: Log;
}

export interface StrangerCounts {
  /** Requests that were not let in, by method. */
  register: number;
  invite: number;
  other: number;
  /** Whose credentials were wrong. */
  wrongCredentials: number;
  /** Sources that get no answer at all for now. */
  blockedNow: number;
  /** How often a source was blocked. */
  blocked: number;
}

export interface Strangers {
  isBlocked(address: string): boolean;
  /** Has it proven lately who it is? Then no datagram that bears its address can block it: anybody may have written that. */
  isKnown(address: string): boolean;
  /** Not let in; `dialled`: by an INVITE. */
  knocked(address: string, method: string, dialled: string | null): void;
  /** Its credentials were wrong, and it has read a challenge at that address, so it sits there: counts for more. */
  guessed(address: string): void;
  /** Its credentials are none, or the call that it dialled by its id is none: counts for more. */
  garbled(address: string): void;
  /** It has proven who it is: what it was asked for before is forgotten. */
  proved(address: string): void;
  /** Sources of INVITEs that were not let in and are not blocked, the latest first; few. */
  callers(): TurnedAway[];
  readonly counts: Readonly<StrangerCounts>;
  close(): void;
}

export interface TurnedAway {
  address: string;
  /** The number that its last call was for; null: it was none. */
  dialled: string | null;
  agoMs: number;
}

/** So many points in a window block a source. Scanners send dozens a second; a misconfigured switch knocks every half minute. */
const POINTS_TO_BLOCK = 30;
const POINTS_OF_A_GUESS = 3;
const WINDOW_MS = 60_000;
const BLOCK_MS = 15 * 60_000;
/** Sources that are remembered; a flood of forged ones must not grow memory. */
const MOST_SOURCES = 10_000;
/** Switches that ask nothing of us but calls may be quiet for a weekend. */
const KNOWN_MS = 3 * 24 * 3_600_000;
const SAY_EVERY_MS = 60_000;
const SAID_AT_ONCE = 5;
const MOST_CALLERS = 20;

/** What a stranger dials is looked up, so nothing else of theirs gets that far. */
const NUMBER = /^\+?[0-9]{1,20}$/;

interface Visits {
  sinceMs: number;
  points: number;
  blockedUntilMs: number;
}

export function createStrangers({ timers, log }: StrangersDeps): Strangers {
  const sources = new Map<string, Visits>();
  const counts = { register: 0, invite: 0, other: 0, wrongCredentials: 0, blocked: 0 };
  let unsaid = new Map<string, number>();
  /** Of the INVITEs of strangers: when the last one came, and for whom. */
  const callers = new Map<string, { atMs: number; dialled: string | null }>();
  /** When it proved who it is. */
  const known = new Map<string, number>();
  let stopTimer: (() => void) | null = null;
  let closed = false;

  function visitsOf(address: string, nowMs: number): Visits {
    const known = sources.get(address);
    if (known && (nowMs - known.sinceMs < WINDOW_MS || known.blockedUntilMs > nowMs)) return known;
    sources.delete(address);
    const fresh = { sinceMs: nowMs, points: 0, blockedUntilMs: 0 };
    sources.set(address, fresh);
    if (sources.size > MOST_SOURCES) sources.delete(sources.keys().next().value as string);
    return fresh;
  }

  function isKnown(address: string): boolean {
    return timers.nowMs() - (known.get(address) ?? -Infinity) < KNOWN_MS;
  }

  const isBlocked = (address: string): boolean => (sources.get(address)?.blockedUntilMs ?? 0) > timers.nowMs();

  /** `isReal`: it sits there. */
  function count(address: string, points: number, isReal = false): void {
    if (!closed) stopTimer ??= timers.after(SAY_EVERY_MS, say);
    if (unsaid.size < MOST_SOURCES || unsaid.has(address)) unsaid.set(address, (unsaid.get(address) ?? 0) + 1);
    if (!isReal && isKnown(address)) return;
    const nowMs = timers.nowMs();
    const visits = visitsOf(address, nowMs);
    visits.points += points;
    if (visits.blockedUntilMs <= nowMs && visits.points >= POINTS_TO_BLOCK) {
      visits.blockedUntilMs = nowMs + BLOCK_MS;
      counts.blocked += 1;
    }
  }

  function say(): void {
    stopTimer = null;
    const all = [...unsaid].sort((a, b) => b[1] - a[1]);
    unsaid = new Map();
    const loudest = all.slice(0, SAID_AT_ONCE).map(([address, requests]) => ({
      address,
      requests,
      blocked: isBlocked(address),
    }));
    log.warn({ sources: all.length, loudest }, 'strangers knocked at the SIP port and were not let in');
  }

  return {
    isBlocked,
    isKnown,
    knocked(address, method, dialled) {
      if (method === 'REGISTER') counts.register += 1;
      else if (method === 'INVITE') {
        counts.invite += 1;
        callers.delete(address);
        callers.set(address, {
          atMs: timers.nowMs(),
          dialled: dialled !== null && NUMBER.test(dialled) ? dialled : null,
        });
        if (callers.size > MOST_CALLERS) callers.delete(callers.keys().next().value as string);
      } else counts.other += 1;
      count(address, 1);
    },
    guessed(address) {
      counts.wrongCredentials += 1;
      count(address, POINTS_OF_A_GUESS, true);
    },
    garbled(address) {
      counts.wrongCredentials += 1;
      count(address, POINTS_OF_A_GUESS);
    },
    proved(address) {
      sources.delete(address);
      unsaid.delete(address);
      callers.delete(address);
      known.delete(address);
      known.set(address, timers.nowMs());
      if (known.size > MOST_SOURCES) known.delete(known.keys().next().value as string);
    },
    callers() {
      const nowMs = timers.nowMs();
      return [...callers]
        .filter(([address, { atMs }]) => nowMs - atMs < WINDOW_MS * 10 && !isBlocked(address))
        .map(([address, { atMs, dialled }]) => ({ address, dialled, agoMs: nowMs - atMs }))
        .reverse();
    },
    get counts() {
      const nowMs = timers.nowMs();
      let blockedNow = 0;
      for (const { blockedUntilMs } of sources.values()) if (blockedUntilMs > nowMs) blockedNow += 1;
      return { ...counts, blockedNow };
    },
    close() {
      closed = true;
      stopTimer?.();
    },
  };
}
