// Any request but INVITE and ACK, at the client (RFC 3261 figure 6).
//
//   trying      sent, nothing came. Timer E repeats it over UDP (T1, doubled up to T2), Timer F gives up after 64*T1.
//   proceeding  a provisional answer came: repeated every T2; Timer F still runs.
//   completed   answered. Timer K would only swallow repeated answers; those match nothing and are dropped, so nothing is kept.
//   over        given up.

import type { Cancel } from '../../../interfaces/clock.ts';
import type { SipRequest } from '../message.ts';
import type { ClientHandlers, ClientTransaction, TransactionDeps } from './transaction.ts';

export function createNonInviteClient(
  deps: TransactionDeps,
  { flow, request }: { flow: ClientTransaction['flow']; request: SipRequest },
  handlers: ClientHandlers,
  leave: (remainder: null) => void,
): ClientTransaction {
  const { wire, timers } = deps;
  let state: 'trying' | 'proceeding' | 'completed' | 'over' = 'trying';
  const bytes = wire.send(flow, request);
  let timerE: Cancel | null = flow.reliable ? null : timers.repeat(timers.t2Ms, () => wire.resend(flow, bytes));
  const timerF = timers.after(timers.patienceMs, () => giveUp('timeout'));

  function rest(next: 'completed' | 'over'): void {
    state = next;
    timerE?.();
    timerF();
    leave(null);
  }

  function giveUp(why: 'timeout' | 'transport'): void {
    if (state === 'completed' || state === 'over') return;
    rest('over');
    handlers.onFailure(why);
  }

  function proceed(): void {
    if (state === 'proceeding') return;
    state = 'proceeding';
    if (!timerE) return;
    timerE();
    timerE = everyT2();
  }

  function everyT2(): Cancel {
    let cancel = timers.after(timers.t2Ms, again);
    function again(): void {
      cancel = timers.after(timers.t2Ms, again);
      wire.resend(flow, bytes);
    }
    return () => cancel();
  }

  return {
    flow,
    request,
    get state() {
      return state;
    },
    receive(response) {
      if (state === 'completed' || state === 'over') return;
      if (response.status >= 200) rest('completed');
      else proceed();
      handlers.onResponse(response);
    },
    broken: () => giveUp('transport'),
    quieten: () => timerE?.(),
    abandon() {
      if (state === 'trying' || state === 'proceeding') rest('over');
    },
  };
}
