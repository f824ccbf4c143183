// The events of one call: kept until somebody listens, nothing after the last.

import type { SipCallEvent } from '../sip-call.ts';

export interface CallEvents {
  emit(event: SipCallEvent): void;
  listen(listener: (event: SipCallEvent) => void): void;
  /** `failed` or `ended` has been told. */
  readonly over: boolean;
}

export function createCallEvents(): CallEvents {
  let waiting: SipCallEvent[] = [];
  let listener: ((event: SipCallEvent) => void) | null = null;
  let over = false;
  return {
    get over() {
      return over;
    },
    emit(event) {
      if (over) return;
      over = event.is === 'failed' || event.is === 'ended';
      if (listener) listener(event);
      else waiting.push(event);
    },
    listen(to) {
      listener = to;
      const missed = waiting;
      waiting = [];
      for (const event of missed) to(event);
    },
  };
}
