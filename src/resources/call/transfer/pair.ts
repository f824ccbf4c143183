// Two people on one bridge with nobody of ours in between: what is left of a call that was transferred. It outlives the call's record.

import type { Bridge } from '../../../interfaces/bridge.ts';
import type { LegEvent } from '../../../interfaces/leg.ts';
import type { SharedLeg } from '../phone/shared-leg.ts';

export interface Pair {
  /** Resolves when both are gone and the bridge is closed. Never rejects. */
  readonly over: Promise<void>;
  /** Hangs up on both. Idempotent. */
  hangUp(): void;
}

export interface PairDeps {
  bridge: Pick<Bridge, 'clock' | 'close'>;
  legs: readonly [SharedLeg, SharedLeg];
  /** One of the two is gone: the transfer is over. Never rejects. */
  onOver(): Promise<void>;
}

/** A line that nobody hung up: longer than any call that an agent may have. */
const MAX_PAIR_MS = 4 * 3_600_000;
/** How long a leg may take to say that it is gone. */
const GONE_MS = 5000;
/** Between keys that one side presses for the other. */
const KEY_GAP_MS = 60;

export function keepPair({ bridge, legs, onOver }: PairDeps): Pair {
  const { clock } = bridge;
  const over = Promise.withResolvers<void>();
  let ending: Promise<void> | null = null;
  const left = new Set(legs);
  const cancel = clock.at(clock.now() + MAX_PAIR_MS * 1000, hangUp);

  function hangUp(): void {
    for (const leg of legs) if (!leg.isGone) leg.send({ do: 'hangup', reason: 'ended' });
    ending ??= end();
  }

  async function end(): Promise<void> {
    cancel();
    const told = onOver();
    const ceiling = clock.at(clock.now() + GONE_MS * 1000, () => over.resolve());
    if (left.size === 0) over.resolve();
    await told;
    await over.promise;
    ceiling();
    await bridge.close();
  }

  function hear(leg: SharedLeg, other: SharedLeg, event: LegEvent): void {
    if (event.is === 'dtmf' && !other.isGone && !ending) {
      return other.send({ do: 'dtmf', digits: event.digit, gapMs: KEY_GAP_MS });
    }
    if (event.is !== 'gone') return;
    left.delete(leg);
    if (left.size === 0) over.resolve();
    hangUp();
  }

  const [one, two] = legs;
  one.hand().onEvent((event) => hear(one, two, event));
  two.hand().onEvent((event) => hear(two, one, event));
  return { over: over.promise.then(() => ending ?? undefined), hangUp };
}
