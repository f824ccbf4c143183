// The times of RFC 3261 table 4, and timers on a clock that tests may move. All in ms.

import type { Cancel, Clock } from '../../interfaces/clock.ts';

/** Estimates that every other time is made of (RFC 3261 section 17.1.1.1). */
export interface SipTimes {
  /** Round trip, ms. */
  t1Ms: number;
  /** Longest pause between two repetitions of anything but INVITE, ms. */
  t2Ms: number;
  /** How long a message may linger in the network, ms. */
  t4Ms: number;
}

export const defaultSipTimes: SipTimes = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 };

export interface SipTimers extends SipTimes {
  /** 64*T1: Timers B, F, H, J, L, M, and how long a 2xx waits for its ACK. */
  readonly patienceMs: number;
  nowMs(): number;
  /** Once, after so many ms; the result undoes it. */
  after(ms: number, run: () => void): Cancel;
  /**
   * Repeats after T1, 2*T1, 4*T1, ... and never more than `capMs` apart, until undone (Timers A, E, G). Who calls it owns the end.
   */
  repeat(capMs: number, run: () => void): Cancel;
  /** Undoes all that are pending; those begun later never run. */
  stop(): void;
}

export function createSipTimers(clock: Clock, times: SipTimes = defaultSipTimes): SipTimers {
  const pending = new Set<Cancel>();
  let stopped = false;

  function after(ms: number, run: () => void): Cancel {
    if (stopped) return () => {};
    const undo = clock.at(clock.now() + ms * 1000, () => {
      pending.delete(undo);
      run();
    });
    pending.add(undo);
    return () => {
      pending.delete(undo);
      undo();
    };
  }

  return {
    ...times,
    patienceMs: 64 * times.t1Ms,
    nowMs: () => clock.now() / 1000,
    after,
    repeat(capMs, run) {
      let pauseMs = times.t1Ms;
      let cancel = after(pauseMs, again);
      function again(): void {
        pauseMs = Math.min(pauseMs * 2, capMs);
        cancel = after(pauseMs, again);
        run();
      }
      return () => cancel();
    },
    stop() {
      stopped = true;
      for (const undo of pending) undo();
      pending.clear();
    },
  };
}
