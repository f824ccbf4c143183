// A call that is to take the place of a leg's: by REFER the far side asks us to call somebody else in its stead (RFC 3515). Whoever talks
// on the leg goes on talking, with the other party.
//
// dialling  Target after target of the trunk; the far side hears how it goes, and is still there unless it hangs up.
// over      Answered and handed over, or not reached, or given up.

import type { SipCall, SipCallEvent } from '../sip/sip-call.ts';
import { isWorthAnotherTarget } from './dial-failure.ts';
import type { SoundBranch } from './leg-sound.ts';
import type { Attempt } from './sip-leg-deps.ts';

export interface SuccessorDeps {
  attempts: Attempt[];
  sound: SoundBranch;
  /** Tells the far side that asked. */
  notify(status: number): void;
  onDialled(call: SipCall): void;
  /** It has answered, and its sound was agreed on. */
  onAnswered(call: SipCall): void;
  onFailed(): void;
}

export interface Successor {
  /** Nobody waits for it any more. Idempotent. */
  giveUp(): void;
}

export function dialSuccessor(deps: SuccessorDeps): Successor {
  const attempts = [...deps.attempts];
  const offer = deps.sound.offer;
  let call: SipCall | null = null;
  let isOver = false;
  let rang = false;

  function tryNext(): void {
    const attempt = attempts.shift();
    if (!attempt) return fail(503);
    const tried = (call = attempt(offer));
    deps.onDialled(tried);
    tried.onEvent((event) => {
      if (!isOver && call === tried) hear(tried, event);
    });
  }

  function hear(from: SipCall, event: SipCallEvent): void {
    if (event.is === 'ringing' && event.status > 100 && !rang) {
      rang = true;
      deps.notify(180);
    } else if (event.is === 'accepted') {
      if (event.sdp === null || !deps.sound.adopt(event.sdp).ok) {
        from.hangup();
        return fail(488);
      }
      isOver = true;
      deps.notify(200);
      deps.onAnswered(from);
    } else if (event.is === 'failed') {
      const { status, by } = event;
      if (attempts.length > 0 && isWorthAnotherTarget({ status, by, rang, wasCancelled: false })) tryNext();
      else fail(status);
    }
  }

  function fail(status: number): void {
    isOver = true;
    deps.notify(status);
    deps.onFailed();
  }

  deps.notify(100);
  tryNext();
  return {
    giveUp() {
      if (isOver) return;
      isOver = true;
      call?.hangup();
      deps.notify(487);
    },
  };
}
