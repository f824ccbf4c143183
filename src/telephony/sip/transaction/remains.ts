// What is left of a transaction that is over: only what a late repetition of its messages needs. The states that merely linger (Completed
// of servers, Timer J; Confirmed, Timer I; Accepted, Timers L and M; Completed of INVITE clients, Timer D) are kept here for 64*T1
// together, oldest first, so that a second's worth of calls costs one timer and a flood has a bound.

import type { Cancel } from '../../../interfaces/clock.ts';
import type { SipTimers } from '../sip-timers.ts';

/** Called with what came late. False: it is not for the transaction (an ACK of a 2xx with the branch of its INVITE). */
export type Remainder<Message> = (message: Message) => boolean;

export interface Remains<Message> {
  keep(key: string, remainder: Remainder<Message>, onGone?: () => void): void;
  get(key: string): Remainder<Message> | undefined;
  readonly size: number;
  clear(): void;
}

export function createRemains<Message>(timers: SipTimers, most: number): Remains<Message> {
  interface Entry {
    remainder: Remainder<Message>;
    untilMs: number;
    onGone: (() => void) | undefined;
  }
  const entries = new Map<string, Entry>();
  let sweep: Cancel | null = null;

  function drop(key: string, entry: Entry): void {
    entries.delete(key);
    entry.onGone?.();
  }

  function dropOld(): void {
    sweep = null;
    const now = timers.nowMs();
    for (const [key, entry] of entries) {
      if (entry.untilMs > now) {
        // Not one by one: what becomes old within a sixteenth of the time goes together.
        sweep = timers.after(Math.max(entry.untilMs - now, timers.patienceMs / 16), dropOld);
        return;
      }
      drop(key, entry);
    }
  }

  return {
    keep(key, remainder, onGone) {
      const held = entries.get(key);
      if (held) drop(key, held);
      if (entries.size >= most) {
        for (const [oldest, entry] of entries) {
          drop(oldest, entry);
          break;
        }
      }
      entries.set(key, { remainder, untilMs: timers.nowMs() + timers.patienceMs, onGone });
      sweep ??= timers.after(timers.patienceMs, dropOld);
    },
    get: (key) => entries.get(key)?.remainder,
    get size() {
      return entries.size;
    },
    clear() {
      sweep?.();
      sweep = null;
      entries.clear();
    },
  };
}
