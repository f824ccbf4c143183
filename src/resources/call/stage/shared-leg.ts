// A leg that several parts of a call listen to, one after another or at the same time.

import type { CallLeg, LegCommand, LegEvent } from '../../../interfaces/leg.ts';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** A command whose number is put in. */
export type Order = Without<LegCommand, 'n'>;

export interface SharedLeg {
  readonly leg: CallLeg;
  /** The leg is over. */
  readonly gone: boolean;
  send(order: Order): void;
  /** Hears how the leg came to stand where it stands, then everything; gives the way to stop. */
  listen(listener: (event: LegEvent) => void): () => void;
  /** The same leg for somebody who wants to have it alone. `allows`: which of his orders reach it (all, if left out). */
  view(allows?: (command: LegCommand) => boolean): CallLeg;
}

/** What says how a leg stands; the rest is news. */
const STANDING: ReadonlySet<LegEvent['is']> = new Set(['ringing', 'early', 'answered', 'connected', 'failed', 'gone']);

/** Takes the leg's one listener. */
export function shareLeg(leg: CallLeg): SharedLeg {
  const past: LegEvent[] = [];
  const listeners = new Set<(event: LegEvent) => void>();
  let sent = 0;

  function send(order: Order): void {
    leg.send({ ...order, n: ++sent });
  }

  function listen(listener: (event: LegEvent) => void): () => void {
    // A listener may stop listening while it hears the past.
    let stopped = false;
    const hear = (event: LegEvent): void => void (stopped || listener(event));
    for (const event of [...past]) hear(event);
    listeners.add(hear);
    return () => {
      stopped = true;
      listeners.delete(hear);
    };
  }

  leg.onEvent((event) => {
    if (STANDING.has(event.is)) past.push(event);
    for (const hear of [...listeners]) hear(event);
  });

  return {
    leg,
    get gone() {
      return past.some(({ is }) => is === 'gone');
    },
    send,
    listen,
    view: (allows = () => true) => ({
      id: leg.id,
      kind: leg.kind,
      role: leg.role,
      can: leg.can,
      send: (command) => void (allows(command) && send(withoutNumber(command))),
      onEvent: (listener) => void listen(listener),
    }),
  };
}

function withoutNumber({ n: _, ...order }: LegCommand): Order {
  return order as Order;
}
