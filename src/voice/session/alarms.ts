// The session's timers on the call's clock, one of each name.

import type { Cancel, Clock, Us } from '../../interfaces/clock.ts';

export interface Alarms<Name extends string> {
  set(name: Name, n: number, at: Us): void;
  cancel(name: Name): void;
  cancelAll(): void;
}

export function createAlarms<Name extends string>(
  clock: Clock,
  onAlarm: (name: Name, n: number) => void,
): Alarms<Name> {
  const armed = new Map<Name, Cancel>();

  function cancel(name: Name): void {
    armed.get(name)?.();
    armed.delete(name);
  }

  return {
    set(name, n, at) {
      cancel(name);
      armed.set(
        name,
        clock.at(at, () => onAlarm(name, n)),
      );
    },
    cancel,
    cancelAll() {
      for (const name of [...armed.keys()]) cancel(name);
    },
  };
}
