// The far side of a leg asks us by REFER to call somebody in its stead (RFC 3515): at most one at a time. Until he answers it is still there,
// or has left already (RFC 5589 section 6.1); when nobody answers it keeps the call, or the call is over.

import type { SipCall, SipCallEvent } from '../sip/sip-call.ts';
import type { LegSound } from './leg-sound.ts';
import { dialSuccessor, type Successor } from './leg-successor.ts';
import type { SipLegDeps } from './sip-leg-deps.ts';

export interface LegReferralDeps {
  referredTo: SipLegDeps['referredTo'];
  sound: Pick<LegSound, 'branch'>;
  isConnected(): boolean;
  onDialled(call: SipCall): void;
  /** He has answered: he is the far side. */
  onSuccessor(call: SipCall): void;
  /** The far side had left, and nobody answered. */
  onNobody(detail: string): void;
}

export interface LegReferral {
  hear(event: Extract<SipCallEvent, { is: 'refer' }>): Promise<void>;
  /** The far side has hung up. False: nobody is being called in its stead. */
  outlives(detail: string): boolean;
  /** Gives up whoever is being called. */
  close(): void;
}

export function createLegReferral(deps: LegReferralDeps): LegReferral {
  let isBusy = false;
  let successor: Successor | null = null;
  let left: { detail: string } | null = null;

  /** What the far side said when it left. */
  function settle(): { detail: string } | null {
    const was = left;
    [isBusy, successor, left] = [false, null, null];
    return was;
  }

  return {
    async hear({ request, notify, refuse }) {
      const { referredTo } = deps;
      if (!referredTo || isBusy || !deps.isConnected()) return refuse(603);
      isBusy = true;
      const found = await referredTo(request).catch(() => ({ refused: 'Not Now' }));
      if ('refused' in found || !deps.isConnected()) {
        settle();
        return refuse(603, 'refused' in found ? found.refused : undefined);
      }
      successor = dialSuccessor({
        attempts: found.attempts,
        sound: deps.sound.branch(),
        notify: (status) => notify(status, ''),
        onDialled: deps.onDialled,
        onAnswered(call) {
          settle();
          deps.onSuccessor(call);
        },
        onFailed() {
          const gone = settle();
          if (gone) deps.onNobody(gone.detail);
        },
      });
    },
    outlives(detail) {
      if (!successor) return false;
      left = { detail };
      return true;
    },
    close: () => successor?.giveUp(),
  };
}
