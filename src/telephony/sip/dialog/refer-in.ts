// REFER of the far side: accepted or refused by whoever listens, then told of by NOTIFY until a final status (RFC 3515 section 2.4).

import { buildResponse } from '../build-response.ts';
import { header } from '../header.ts';
import type { SipHeader, SipRequest } from '../message.ts';
import { parseAddress } from '../name-addr.ts';
import { reasonOf } from '../serialise.ts';
import type { SipCallEvent } from '../sip-call.ts';
import type { SipTimers } from '../sip-timers.ts';
import type { ServerTransaction } from '../transaction/transaction.ts';

/** Who listens decides within this, or it is declined, ms: the transaction ends at 32 s. */
const DECIDE_MS = 10_000;
const EXPIRES_S = 180;

export interface ReferInDeps {
  timers: SipTimers;
  contact: SipHeader;
  emit(event: SipCallEvent): void;
  /** Sends a NOTIFY within the dialog. */
  send(headers: SipHeader[], contentType: string, body: string): void;
}

export function receiveRefer(transaction: ServerTransaction, deps: ReferInDeps): void {
  const request = transaction.envelope.message;
  if (parseAddress(header(request, 'Refer-To') ?? '') === null) {
    transaction.respond(buildResponse(request, 400, { reason: 'Malformed Refer-To' }));
    return;
  }
  // Whoever refers without wanting to hear of it says so (RFC 4488).
  const silent = header(request, 'Refer-Sub')?.trim().toLowerCase() === 'false';
  let state: 'asked' | 'accepted' | 'over' = 'asked';

  function refuse(status: number, reason?: string): void {
    if (state !== 'asked') return;
    state = 'over';
    late();
    transaction.respond(buildResponse(request, status, reason === undefined ? {} : { reason }));
  }

  function accept(): void {
    if (state !== 'asked') return;
    state = 'accepted';
    late();
    const told: SipHeader[] = silent ? [{ name: 'Refer-Sub', value: 'false' }] : [];
    transaction.respond(buildResponse(request, 202, { headers: [deps.contact, ...told] }));
  }

  function notify(status: number, reason: string): void {
    accept();
    if (state !== 'accepted') return;
    if (status >= 200) state = 'over';
    if (!silent) deps.send(notifyHeaders(request, status), 'message/sipfrag;version=2.0', fragment(status, reason));
  }

  const late = deps.timers.after(DECIDE_MS, () => refuse(603));
  deps.emit({ is: 'refer', request, notify, refuse });
}

function notifyHeaders(request: SipRequest, status: number): SipHeader[] {
  const id = (header(request, 'CSeq') ?? '').split(' ', 1)[0];
  return [
    { name: 'Event', value: `refer;id=${id}` },
    {
      name: 'Subscription-State',
      value: status >= 200 ? 'terminated;reason=noresource' : `active;expires=${EXPIRES_S}`,
    },
  ];
}

const fragment = (status: number, reason: string): string => `SIP/2.0 ${status} ${reason || reasonOf(status)}\r\n`;
