// A leg without sound whose events a test tells.

import type { CallLeg, LegCommand, LegEvent } from '../../src/interfaces/leg.ts';

type LegFact = LegEvent extends infer E ? (E extends LegEvent ? Omit<E, 'at' | 'wall'> : never) : never;

export interface ScriptedLeg {
  leg: CallLeg;
  /** In order, each once. */
  commands: LegCommand[];
  /** Nothing after `gone`. */
  tell(fact: LegFact): void;
}

let made = 0;

/** A hang-up is answered by `gone`. */
export function scriptedLeg(leg: Partial<Pick<CallLeg, 'kind' | 'role'>> = {}): ScriptedLeg {
  const commands: LegCommand[] = [];
  const early: LegEvent[] = [];
  let listener: ((event: LegEvent) => void) | undefined;
  let isGone = false;
  let last = 0;
  function tell(fact: LegFact): void {
    if (isGone) return;
    isGone = fact.is === 'gone';
    const event = { at: 0, wall: 0, ...fact } as LegEvent;
    if (listener) listener(event);
    else early.push(event);
  }
  return {
    commands,
    tell,
    leg: {
      id: `leg-${++made}`,
      kind: 'sip',
      role: 'caller',
      can: { dtmf: true, data: false, refer: true, hold: true, reattach: false, maxDataBytes: 0, tailMs: 60 },
      ...leg,
      send(command) {
        if (isGone || command.n <= last) return;
        last = command.n;
        commands.push(command);
        if (command.do === 'hangup') tell({ is: 'gone', by: 'us', detail: command.reason });
      },
      onEvent(hear) {
        listener = hear;
        for (const event of early.splice(0)) hear(event);
      },
    },
  };
}
