// One leg in several hands: whoever rings it, the session, the line of its agent. Each hand counts its own commands and hears everything.

import type { Clock } from '../../../interfaces/clock.ts';
import type { CallLeg, LegCommand, LegEvent } from '../../../interfaces/leg.ts';

export interface SharedLeg {
  /**
   * One more hand. It hears what happened before it was made, too; keys and data, which are news once only, if nobody heard them yet.
   * Ends with the leg.
   */
  hand(): CallLeg;
  /** Tells its command number by itself. */
  send(command: CommandWithoutNumber): void;
  readonly isGone: boolean;
}

type CommandWithoutNumber = LegCommand extends infer C ? (C extends LegCommand ? Omit<C, 'n'> : never) : never;

/** Legs of the media room want to know the media time of their bridge. */
interface Attachable extends CallLeg {
  attached(clock: Clock): void;
}

/** Takes the leg over: nobody else may listen to it or send to it from now on. */
export function shareLeg(leg: CallLeg): SharedLeg {
  const past: LegEvent[] = [];
  const listeners = new Set<(event: LegEvent) => void>();
  let sent = 0;
  let isGone = false;

  function send(command: CommandWithoutNumber): void {
    leg.send({ ...command, n: ++sent } as LegCommand);
  }

  leg.onEvent((event) => {
    if (event.is === 'gone') isGone = true;
    if (!isNews(event) || listeners.size === 0) past.push(event);
    for (const listener of [...listeners]) listener(event);
  });

  return {
    hand() {
      const early = past.splice(0);
      past.push(...early.filter((event) => !isNews(event)));
      let last = 0;
      let heard: ((event: LegEvent) => void) | null = null;
      listeners.add((event) => (heard ? heard(event) : void early.push(event)));
      const { id, kind, role, can } = leg;
      const hand: CallLeg = {
        id,
        kind,
        role,
        can,
        send(command) {
          if (command.n <= last) return;
          last = command.n;
          send(command);
        },
        onEvent(listener) {
          heard = listener;
          for (const event of early.splice(0)) listener(event);
        },
      };
      if (!('attached' in leg)) return hand;
      return Object.assign(hand, { attached: (clock: Clock) => (leg as Attachable).attached(clock) });
    },
    send,
    get isGone() {
      return isGone;
    },
  };
}

function isNews(event: LegEvent): boolean {
  return event.is === 'dtmf' || event.is === 'data';
}
