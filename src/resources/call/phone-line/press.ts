// Keys that the agent presses.

import type { CallLeg } from '../../../interfaces/leg.ts';
import type { PhoneLine } from '../../../interfaces/phone-line.ts';

/** Between two keys: menus miss what comes faster. */
const GAP_MS = 100;

/** Resolves when the keys are with the leg, which sends them one after the other. Takes the leg's events. */
export function press(leg: CallLeg): PhoneLine['press'] {
  let sent = 0;
  let isGone = false;
  leg.onEvent((event) => {
    if (event.is === 'gone') isGone = true;
  });
  return async (digits, signal) => {
    signal.throwIfAborted();
    if (isGone) return { ok: false, why: 'not_possible', detail: 'The call is over.' };
    if (!leg.can.dtmf) return { ok: false, why: 'not_possible', detail: 'This line carries no keys.' };
    leg.send({ n: ++sent, do: 'dtmf', digits, gapMs: GAP_MS });
    return { ok: true };
  };
}
