// Pings in the protocol's own messages: they tell a connection that is dead from one that is silent, and how long the way is.

import type { Clock, WallClock } from '../../interfaces/clock.ts';

/** The protocol's. */
const PING_US = 2_000_000;
const SILENT_US = 5_000_000;
/** Pings whose answer may still come. */
const MAX_OPEN = 4;

export interface Keepalive {
  /** `timestamp`: as we sent it; any answer is a sign of life. */
  echo(timestamp: number | null): void;
  stop(): void;
}

export interface KeepaliveEvents {
  /** `timestamp`: ms since the epoch. */
  ping(timestamp: number): void;
  roundTrip(ms: number): void;
  /** Five seconds without an answer; nothing comes after it. */
  silent(): void;
}

/** Begins with a ping. */
export function createKeepalive(deps: { clock: Clock; wallClock: WallClock }, events: KeepaliveEvents): Keepalive {
  const { clock } = deps;
  const open = new Map<number, number>();
  let cancelPing = (): void => undefined;
  let cancelSilent = (): void => undefined;

  function ping(): void {
    const timestamp = deps.wallClock();
    open.set(timestamp, clock.now());
    const oldest = open.keys().next().value;
    if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest);
    events.ping(timestamp);
    cancelPing = clock.at(clock.now() + PING_US, ping);
  }

  function watch(): void {
    cancelSilent();
    cancelSilent = clock.at(clock.now() + SILENT_US, () => {
      stop();
      events.silent();
    });
  }

  function stop(): void {
    cancelPing();
    cancelSilent();
  }

  watch();
  ping();
  return {
    echo(timestamp) {
      watch();
      const sentAt = timestamp === null ? undefined : open.get(timestamp);
      if (timestamp === null || sentAt === undefined) return;
      open.delete(timestamp);
      events.roundTrip((clock.now() - sentAt) / 1000);
    },
    stop,
  };
}
