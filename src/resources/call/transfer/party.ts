// Whom a call may be given to: a second leg on the call's bridge, from the dialling to its hang-up.

import type { Bridge } from '../../../interfaces/bridge.ts';
import type { DialFailure, DialWish, PhoneEdge } from '../../../interfaces/phone-edge.ts';
import type { TransferFailure } from '../../../interfaces/phone-line.ts';
import { shareLeg, type SharedLeg } from '../phone/shared-leg.ts';

export interface Party {
  readonly id: string;
  readonly shared: SharedLeg;
  readonly dtmf: boolean;
  /** When sound flows both ways, or why it never will. Never rejects. */
  readonly reached: Promise<Reached>;
  readonly gone: Promise<void>;
  /** So long it is, or was, there: by the clock of its bridge. */
  talkedMs(): number;
  /** Once, and only if it is still there. */
  hangUp(): void;
}

export type Reached = { ok: true } | { ok: false; why: TransferFailure; detail: string };

export interface PartyDeps {
  bridge: Pick<Bridge, 'attach' | 'detach' | 'clock'>;
  dial: PhoneEdge['dial'];
  /** Sound comes from it before it has answered. */
  onEarly(): void;
}

/** An edge that says nothing at all is believed no longer than this beyond the ring time. */
const EDGE_GRACE_MS = 5000;

export function dialParty({ bridge, dial, onEarly }: PartyDeps, wish: DialWish): Party {
  const leg = dial(wish);
  bridge.attach(leg);
  const shared = shareLeg(leg);
  const reached = Promise.withResolvers<Reached>();
  const gone = Promise.withResolvers<void>();
  let told = false;
  let from: number | null = null;
  let until: number | null = null;

  function hangUp(): void {
    if (told || shared.isGone) return;
    told = true;
    shared.send({ do: 'hangup', reason: 'ended' });
  }

  const tooLate = bridge.clock.at(bridge.clock.now() + (wish.ringMs + EDGE_GRACE_MS) * 1000, () => {
    reached.resolve(failureOf('no_answer'));
    hangUp();
  });
  shared.hand().onEvent((event) => {
    switch (event.is) {
      case 'early':
        return onEarly();
      case 'connected':
        tooLate();
        from ??= bridge.clock.now();
        return reached.resolve({ ok: true });
      case 'failed':
        return reached.resolve(failureOf(event.code));
      case 'gone':
        tooLate();
        until ??= bridge.clock.now();
        bridge.detach(leg.id);
        reached.resolve(failureOf('failed'));
        return gone.resolve();
      default:
        return;
    }
  });
  const talkedMs = (): number => (from === null ? 0 : ((until ?? bridge.clock.now()) - from) / 1000);
  return { id: leg.id, shared, dtmf: leg.can.dtmf, reached: reached.promise, gone: gone.promise, talkedMs, hangUp };
}

const FAILURES: Record<DialFailure, [why: TransferFailure, detail: string]> = {
  busy: ['busy', 'The line is busy.'],
  no_answer: ['no_answer', 'Nobody answered.'],
  declined: ['rejected', 'The call was declined.'],
  invalid_destination: ['invalid_destination', 'This number cannot be called.'],
  permission_denied: ['rejected', 'The carrier does not allow this call.'],
  unavailable: ['unavailable', 'The carrier cannot be reached now.'],
  routing_error: ['unavailable', 'The carrier found no way to this number.'],
  marked_as_spam: ['rejected', 'The call was refused as unwanted.'],
  cancelled: ['cancelled', 'The call was given up before anybody answered.'],
  failed: ['rejected', 'The call did not go through.'],
};

function failureOf(code: string): Reached {
  const [why, detail] = FAILURES[code as DialFailure] ?? FAILURES.failed;
  return { ok: false, why, detail };
}
