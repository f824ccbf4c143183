// Those who follow a running call in words: told of every fact as it happens.

import type { CallEvent, LiveFact } from '../../interfaces/call-event.ts';

/** The contract's number. */
export const MAX_WATCHERS = 5;

export type CallWatcher = (fact: CallEvent | LiveFact) => void;
export type StopWatching = () => void;

export interface Watchers {
  /** Null when as many watch as may. */
  add(watcher: CallWatcher): StopWatching | null;
  tell(fact: CallEvent | LiveFact): void;
}

export function createWatchers(): Watchers {
  const watchers = new Set<CallWatcher>();
  return {
    add(watcher) {
      if (watchers.size >= MAX_WATCHERS) return null;
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    tell(fact) {
      for (const watcher of watchers) watcher(fact);
    },
  };
}
