// The only clock in voice/ and conversation/: media time of one call. Wall time exists only where something is stored.

/** Media time in microseconds since the call's bridge opened (its sample clock). */
export type Us = number;

/** Undoes a pending `Clock.at`; harmless after it fired. */
export type Cancel = () => void;

/** Media time of one call. Tests hand over a virtual one that moves only when told to. */
export interface Clock {
  now(): Us;
  /** Calls `run` once when `now()` reaches `time`; at once (asynchronously) when that has passed. */
  at(time: Us, run: () => void): Cancel;
}

/** Wall time in ms since the epoch, for rows and signatures. A dependency as well, so that tests decide it. */
export type WallClock = () => number;
