// The leg of a browser's call, whichever way it signals: the call's commands come in once and in order, its events go out, and whether the
// way to the client is whole is told as the call knows it.

import { randomBytes } from 'node:crypto';
import type { Clock, WallClock } from '../../interfaces/clock.ts';
import type { CallLeg, LegCommand, LegEvent } from '../../interfaces/leg.ts';
import type { HostedLeg } from '../host/remote-bridge.ts';

export const maxDataBytes = 60_000;

type LegFact = LegEvent extends infer E ? (E extends LegEvent ? Omit<E, 'at' | 'wall'> : never) : never;

export interface BrowserLegDeps {
  role: CallLeg['role'];
  wallClock: WallClock;
  /** A client that lost its connection may come back for this long. */
  reconnectMs: number;
  /** Each command once, none after `gone`. */
  obey(command: LegCommand): void;
  /** The client did not come, or did not come back: to be answered by an end. */
  onLost(detail: string): void;
}

export interface BrowserLeg {
  readonly leg: HostedLeg;
  /** Was the way to the client ever whole? */
  readonly isConnected: boolean;
  readonly isGone: boolean;
  /** Nothing is told after `gone`. */
  tell(fact: LegFact): void;
  /** Is the way to the client whole? True = it has just become so. */
  judge(whole: boolean): boolean;
  /** How long the client may take for the next step. */
  startDeadline(ms: number, detail: string): void;
  /** False when it was over already. */
  end(by: 'peer' | 'us' | 'lost', detail: string): boolean;
}

export function createBrowserLeg(deps: BrowserLegDeps): BrowserLeg {
  const early: LegEvent[] = [];
  let listener: ((event: LegEvent) => void) | null = null;
  let clock: Clock | null = null;
  let deadline: NodeJS.Timeout | undefined;
  let lastCommand = 0;
  let isConnected = false;
  let isDegraded = false;
  let isGone = false;

  function tell(fact: LegFact): void {
    if (isGone) return;
    const event = { ...fact, at: clock?.now() ?? 0, wall: deps.wallClock() } as LegEvent;
    if (listener) listener(event);
    else early.push(event);
  }

  function startDeadline(ms: number, detail: string): void {
    clearTimeout(deadline);
    deadline = setTimeout(() => deps.onLost(detail), ms);
  }

  function judge(whole: boolean): boolean {
    if (isGone) return false;
    if (whole && (!isConnected || isDegraded)) {
      const news = isConnected ? 'restored' : 'connected';
      isConnected = true;
      isDegraded = false;
      clearTimeout(deadline);
      tell({ is: news });
      return true;
    }
    if (!whole && isConnected && !isDegraded) {
      isDegraded = true;
      tell({ is: 'degraded' });
      startDeadline(deps.reconnectMs, 'the connection was lost');
    }
    return false;
  }

  const leg: HostedLeg = {
    id: `leg-${randomBytes(8).toString('hex')}`,
    kind: 'webrtc',
    role: deps.role,
    can: { dtmf: false, data: true, refer: false, hold: false, reattach: true, maxDataBytes, tailMs: 60 },
    send(command) {
      if (isGone || command.n <= lastCommand) return;
      lastCommand = command.n;
      deps.obey(command);
    },
    onEvent(hear) {
      listener = hear;
      for (const event of early.splice(0)) hear(event);
    },
    attached: (callClock) => (clock = callClock),
  };

  return {
    leg,
    get isConnected() {
      return isConnected;
    },
    get isGone() {
      return isGone;
    },
    tell,
    judge,
    startDeadline,
    end(by, detail) {
      if (isGone) return false;
      tell({ is: 'gone', by, detail });
      isGone = true;
      clearTimeout(deadline);
      return true;
    },
  };
}
