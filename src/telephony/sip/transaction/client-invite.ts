// INVITE at the client (RFC 3261 figure 5, with the Accepted state of RFC 6026 figure 5).
//
//   calling     sent, nothing came. Timer A repeats it over UDP (T1, doubled), Timer B gives up after 64*T1.
//   proceeding  a provisional answer came: no repetitions, no Timer B; whoever asked decides how long it may ring.
//   accepted    a 2xx came. This and all later 2xx (repeated, or of other forks) go up, which acknowledges them; Timer M ends it.
//   completed   a refusal came and was acknowledged by us; repeated refusals get the same ACK until Timer D.
//   over        given up: nobody answered, or the way there broke.

import type { Cancel } from '../../../interfaces/clock.ts';
import { header, headers } from '../header.ts';
import type { SipHeader, SipRequest, SipResponse } from '../message.ts';
import type { ClientHandlers, ClientTransaction, TransactionDeps } from './transaction.ts';

export function createInviteClient(
  deps: TransactionDeps,
  { flow, request }: { flow: ClientTransaction['flow']; request: SipRequest },
  handlers: ClientHandlers,
  leave: (remainder: ((response: SipResponse) => boolean) | null) => void,
): ClientTransaction {
  const { wire, timers } = deps;
  let state: 'calling' | 'proceeding' | 'accepted' | 'completed' | 'over' = 'calling';
  const bytes = wire.send(flow, request);
  const timerA: Cancel | null = flow.reliable ? null : timers.repeat(Infinity, () => wire.resend(flow, bytes));
  const timerB = timers.after(timers.patienceMs, () => giveUp('timeout'));

  function rest(): void {
    timerA?.();
    timerB();
  }

  function giveUp(why: 'timeout' | 'transport'): void {
    if (state === 'accepted' || state === 'completed' || state === 'over') return;
    state = 'over';
    rest();
    leave(null);
    handlers.onFailure(why);
  }

  function refuse(response: SipResponse): void {
    state = 'completed';
    const ack = wire.send(flow, ackOfRefusal(request, response));
    leave((repeated) => {
      if (repeated.status >= 300) wire.resend(flow, ack);
      return true;
    });
    handlers.onResponse(response);
  }

  function accept(response: SipResponse): void {
    state = 'accepted';
    leave((repeated) => {
      if (repeated.status >= 200 && repeated.status < 300) handlers.onResponse(repeated);
      return true;
    });
    handlers.onResponse(response);
  }

  return {
    flow,
    request,
    get state() {
      return state;
    },
    receive(response) {
      if (state !== 'calling' && state !== 'proceeding') return;
      rest();
      if (response.status >= 300) refuse(response);
      else if (response.status >= 200) accept(response);
      else {
        state = 'proceeding';
        handlers.onResponse(response);
      }
    },
    broken: () => giveUp('transport'),
    quieten: () => timerA?.(),
    abandon() {
      if (state !== 'calling' && state !== 'proceeding') return;
      state = 'over';
      rest();
      leave(null);
    },
  };
}

/** The ACK of a refusal belongs to the transaction: same branch, To of the answer (RFC 3261 section 17.1.1.3). */
function ackOfRefusal(request: SipRequest, response: SipResponse): SipRequest {
  const copied: SipHeader[] = [{ name: 'Via', value: header(request, 'Via') ?? '' }];
  for (const value of headers(request, 'Route')) copied.push({ name: 'Route', value });
  copied.push(
    { name: 'Max-Forwards', value: '70' },
    { name: 'From', value: header(request, 'From') ?? '' },
    { name: 'To', value: header(response, 'To') ?? '' },
    { name: 'Call-ID', value: header(request, 'Call-ID') ?? '' },
    { name: 'CSeq', value: (header(request, 'CSeq') ?? '').replace('INVITE', 'ACK') },
  );
  return { is: 'request', method: 'ACK', uri: request.uri, headers: copied, body: Buffer.alloc(0) };
}
