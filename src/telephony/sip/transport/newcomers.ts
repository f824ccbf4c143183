// Connections that were opened to us and have proven nothing yet, from their first packet on (a TLS handshake counts). Each has a few seconds,
// one source holds a few, and when there are too many in all the longest known makes room: whoever means well proves it in one round trip.

import type { Cancel } from '../../../interfaces/clock.ts';
import type { SipTimers } from '../sip-timers.ts';

export interface NewcomerLimits {
  /** How long a connection may stay without having been let in, ms. */
  strangerMs: number;
  /** Of them, how many one address may hold. */
  strangersPerSource: number;
  /** And all addresses together. */
  strangersTotal: number;
}

export interface Newcomers {
  /** `key`: of its far end; `cut` ends it. Gives what is to be called when it is gone; null: its source has too many already. */
  admit(key: string, address: string, cut: () => void): Cancel | null;
  /** Who is at that end has proven itself. */
  trust(key: string): void;
  close(): void;
}

interface Newcomer {
  address: string;
  cut(): void;
  stopTimer: Cancel;
}

export function createNewcomers(limits: NewcomerLimits, timers: Pick<SipTimers, 'after'>): Newcomers {
  const waiting = new Map<string, Newcomer>();
  const held = new Map<string, number>();

  function leave(key: string, one = waiting.get(key)): Newcomer | null {
    if (!one || waiting.get(key) !== one) return null;
    waiting.delete(key);
    one.stopTimer();
    const left = (held.get(one.address) ?? 1) - 1;
    if (left > 0) held.set(one.address, left);
    else held.delete(one.address);
    return one;
  }

  return {
    admit(key, address, cut) {
      // One port may lead to two of our addresses, or be used again before we heard of the end of its last connection.
      leave(key)?.cut();
      const ofSource = held.get(address) ?? 0;
      if (ofSource >= limits.strangersPerSource) return null;
      const [longest] = waiting.keys();
      if (waiting.size >= limits.strangersTotal && longest !== undefined) leave(longest)?.cut();
      held.set(address, ofSource + 1);
      const one: Newcomer = { address, cut, stopTimer: timers.after(limits.strangerMs, () => leave(key, one)?.cut()) };
      waiting.set(key, one);
      return () => void leave(key, one);
    },
    trust: (key) => void leave(key),
    close() {
      for (const key of [...waiting.keys()]) leave(key);
    },
  };
}
