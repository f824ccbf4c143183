// Who ends what a test starts: the test itself, or the whole file where its tests share it.

import { after } from 'node:test';

export interface Scope {
  /** Runs when the scope is over; what came last goes first. */
  after(cleanUp: () => unknown): void;
}

/** The scope of a test file. To be made at its top level. */
export function fileScope(): Scope {
  const cleanUps: (() => unknown)[] = [];
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return { after: (cleanUp) => void cleanUps.push(cleanUp) };
}

/** The same scope, with what comes last going first. */
export function reversed(t: Scope): Scope {
  const cleanUps: (() => unknown)[] = [];
  t.after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return { after: (cleanUp) => void cleanUps.push(cleanUp) };
}
