// A call that came, from its INVITE to its answer; after that the session speaks.
//
//   asked     nobody has decided. CANCEL ends it with 487, the Expires of the INVITE too.
//   accepted  the 2xx is on its way; the session waits for its ACK.
//   over      refused, cancelled, or ended.

import type { Cancel } from '../../../interfaces/clock.ts';
import { sdpOf } from '../body-sdp.ts';
import { ALLOW, SUPPORTED } from '../abilities.ts';
import { buildResponse } from '../build-response.ts';
import type { Envelope } from '../envelope.ts';
import { header, headerTokens } from '../header.ts';
import type { SipHeader, SipRequest } from '../message.ts';
import { createTag } from '../random-token.ts';
import type { SipCall, SipCallEvent, SipSource, StoredDialog } from '../sip-call.ts';
import type { ServerTransaction } from '../transaction/transaction.ts';
import { createCallEvents } from './call-events.ts';
import { contactOf, dialogOfRequest } from './dialog.ts';
import { createReliableProvisionals, demandsReliable, type ReliableProvisionals } from './reliable-provisional.ts';
import { Session } from './session.ts';
import type { DialogOwner, SessionDeps } from './session-deps.ts';
import { agreeInterval } from './session-timer.ts';

/** Proxies forget an INVITE that nobody speaks of for 3 minutes (Timer C); a minute is what RFC 3261 section 13.3.1.1 says. */
const REMIND_MS = 60_000;

export class IncomingCall implements SipCall, DialogOwner {
  readonly direction = 'in';
  readonly id: string;
  readonly request: SipRequest;
  readonly call: SipCall = this;
  readonly #deps: SessionDeps;
  readonly #transaction: ServerTransaction;
  readonly #session: Session;
  readonly #events = createCallEvents();
  readonly #tag = createTag();
  readonly #reliable: ReliableProvisionals | null;
  /** Ends when this call is answered. */
  readonly #replaces: DialogOwner | null;
  readonly #onOver: (call: IncomingCall) => void;
  #state: 'asked' | 'accepted' | 'over' = 'asked';
  #ringing: { status: number; sdp: string | undefined } | null = null;
  #accepting = false;
  #timers: Cancel[] = [];

  constructor(
    deps: SessionDeps,
    transaction: ServerTransaction,
    { replaces, onOver }: { replaces: DialogOwner | null; onOver: (call: IncomingCall) => void },
  ) {
    this.#deps = deps;
    this.#transaction = transaction;
    this.#replaces = replaces;
    this.#onOver = onOver;
    const { envelope } = transaction;
    this.request = envelope.message;
    this.id = envelope.callId;
    const dialog = dialogOfRequest(envelope, this.#tag);
    this.#session = new Session(deps, { dialog, events: this.#events, isCaller: false, onEnd: () => this.#release() });
    deps.dialogs.add(dialog, this);
    this.#reliable = demandsReliable(headerTokens(this.request, 'Require'))
      ? createReliableProvisionals(deps, transaction, () => this.#fail(504, 'timeout'))
      : null;
    transaction.onCancel = () => this.#fail(487, 'peer');
    this.#watchExpiry(envelope);
  }

  #watchExpiry({ message }: Envelope<SipRequest>): void {
    const seconds = Number(header(message, 'Expires') ?? NaN);
    if (seconds > 0 && seconds < 86_400) {
      this.#timers.push(this.#deps.timers.after(seconds * 1000, () => this.#fail(487, 'timeout')));
    }
  }

  ring(sdp?: string): void {
    if (this.#state !== 'asked') return;
    if (!this.#ringing) this.#timers.push(this.#remind());
    this.#ringing = { status: sdp === undefined ? 180 : 183, sdp };
    if (sdp !== undefined) this.#session.localSdp = sdp;
    this.#sendProvisional();
  }

  #sendProvisional(): void {
    if (!this.#ringing) return;
    const { status, sdp } = this.#ringing;
    const response = buildResponse(this.request, status, {
      toTag: this.#tag,
      headers: this.#headers(),
      ...(sdp === undefined ? {} : { body: sdp }),
    });
    if (this.#reliable) this.#reliable.send(response);
    else this.#transaction.respond(response);
  }

  #remind(): Cancel {
    let cancel: Cancel = () => {};
    const again = () => {
      cancel = this.#deps.timers.after(REMIND_MS, () => {
        this.#sendProvisional();
        again();
      });
    };
    again();
    return () => cancel();
  }

  accept(sdp: string, extra: SipHeader[] = []): void {
    if (this.#state !== 'asked' || this.#accepting) return;
    this.#accepting = true;
    if (this.#reliable) this.#reliable.whenAcknowledged(() => this.#sendAccept(sdp, extra));
    else this.#sendAccept(sdp, extra);
  }

  #sendAccept(sdp: string, extra: SipHeader[]): void {
    this.#state = 'accepted';
    this.#stopTimers();
    this.#transaction.onCancel = null;
    const interval = agreeInterval(this.request, this.#deps.sessionExpiresS);
    const response = buildResponse(this.request, 200, {
      toTag: this.#tag,
      headers: [...this.#headers(), ...(interval?.headers ?? []), ...extra],
      body: sdp,
    });
    this.#session.localSdp = sdp;
    this.#session.confirm(interval);
    this.#session.awaitAck(this.#transaction, response, sdpOf(this.request) === null);
    this.#replaces?.replacedBy();
  }

  #headers(): SipHeader[] {
    const { here } = this.#transaction.envelope.flow;
    const { contactUser } = this.#session.dialog;
    return [
      ...(here ? [{ name: 'Contact', value: contactOf(here, contactUser) }] : []),
      { name: 'Allow', value: ALLOW },
      { name: 'Supported', value: SUPPORTED },
      { name: 'Server', value: this.#deps.product },
    ];
  }

  reject(status: number, reason?: string, extra: SipHeader[] = []): void {
    if (this.#state !== 'asked') return;
    this.#refuse(status, reason, extra);
    const told = this.#transactionReason(status, reason);
    this.#events.emit({ is: 'failed', status, reason: told, message: null, by: 'us' });
  }

  #transactionReason(status: number, reason: string | undefined): string {
    return reason ?? buildResponse(this.request, status).reason;
  }

  #fail(status: number, by: 'peer' | 'timeout'): void {
    if (this.#state !== 'asked') return;
    this.#refuse(status, undefined, []);
    this.#events.emit({ is: 'failed', status, reason: this.#transactionReason(status, undefined), message: null, by });
  }

  #refuse(status: number, reason: string | undefined, extra: SipHeader[]): void {
    this.#state = 'over';
    this.#transaction.respond(
      buildResponse(this.request, status, {
        toTag: this.#tag,
        headers: extra,
        ...(reason === undefined ? {} : { reason }),
      }),
    );
    this.#session.drop();
  }

  ignore(): void {
    if (this.#state !== 'asked') return;
    this.#state = 'over';
    this.#transaction.ignore();
    this.#session.drop();
    this.#events.emit({ is: 'failed', status: 404, reason: 'Ignored', message: null, by: 'us' });
  }

  hangup(extra: SipHeader[] = []): void {
    if (this.#state === 'asked') this.reject(480, undefined, extra);
    else if (this.#state === 'accepted') this.#session.hangup(extra);
  }

  renegotiate(sdp: string): ReturnType<SipCall['renegotiate']> {
    return this.#session.renegotiate(sdp);
  }

  info(contentType: string, body: string): Promise<number> {
    return this.#session.info(contentType, body);
  }

  refer(...args: Parameters<SipCall['refer']>): Promise<number> {
    return this.#session.refer(...args);
  }

  stored(): StoredDialog | null {
    return this.#session.stored();
  }

  get peer(): SipSource | null {
    return this.#session.dialog.source;
  }

  onEvent(listener: (event: SipCallEvent) => void): void {
    this.#events.listen(listener);
  }

  // Of the dialog

  receive(envelope: Envelope<SipRequest>, transaction: ServerTransaction | null): void {
    const { message } = envelope;
    if (transaction && message.method === 'PRACK') return this.#receivePrack(message, transaction);
    if (transaction && message.method === 'BYE' && this.#state === 'asked') {
      transaction.respond(buildResponse(message, 200));
      return this.#fail(487, 'peer');
    }
    this.#session.receive(envelope, transaction);
  }

  #receivePrack(message: SipRequest, transaction: ServerTransaction): void {
    const known = this.#reliable?.acknowledge(header(message, 'RAck') ?? '') ?? false;
    const offer = known ? sdpOf(message) : null;
    if (offer !== null && sdpOf(this.request) !== null) this.#session.askInPrack(transaction, offer);
    else transaction.respond(buildResponse(message, known ? 200 : 481));
  }

  /** An early call of theirs cannot be replaced (RFC 3891 section 3). */
  get replaceable(): DialogOwner['replaceable'] {
    return this.#session.replaceable === 'early' ? 'no' : this.#session.replaceable;
  }

  replacedBy(): void {
    this.#session.hangup([], 'replaced');
  }

  #stopTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
  }

  #release(): void {
    this.#state = 'over';
    this.#stopTimers();
    this.#reliable?.stop();
    this.#deps.dialogs.remove(this.#session.dialog);
    this.#onOver(this);
  }
}
