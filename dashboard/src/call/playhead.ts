// Where the player is, in seconds: a value outside React's state, so that 60 changes a second redraw only who listens.

import { useState, useSyncExternalStore } from 'react';

export interface Playhead {
  /** Seconds of call audio. */
  get(): number;
  set(seconds: number): void;
  subscribe(listener: () => void): () => void;
}

export function createPlayhead(): Playhead {
  let now = 0;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set(seconds) {
      now = seconds;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function usePlayhead(): Playhead {
  return useState(createPlayhead)[0];
}

/** Redraws when what `select` makes of the position changes. */
export function usePlayheadValue<T>(playhead: Playhead, select: (seconds: number) => T): T {
  return useSyncExternalStore(playhead.subscribe, () => select(playhead.get()));
}
