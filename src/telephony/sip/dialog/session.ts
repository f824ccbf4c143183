// A call once there is a dialog: requests within it, either way. How it came to be answered is the business of the two calls
// (incoming-call.ts, outgoing-call.ts).
//
//   early      the INVITE is not answered; UPDATE, PRACK and INFO may pass already.
//   confirmed  it is.
//   ended      BYE was sent or came, or the far side was lost. Only repetitions are answered.
//
// Long because offers, their glare, refreshes and the BYE that waits for an ACK all ask the same few fields what is under way.

import { ALLOW, MIN_SE_S, SUPPORTED } from '../abilities.ts';
import { mediaOf, sdpOf } from '../body-sdp.ts';
import { buildResponse, type ResponseParts } from '../build-response.ts';
import type { Envelope } from '../envelope.ts';
import { header } from '../header.ts';
import type { SipHeader, SipMessage, SipRequest, SipResponse } from '../message.ts';
import type { StoredDialog } from '../sip-call.ts';
import type { ServerTransaction } from '../transaction/transaction.ts';
import type { Here } from '../transport/flow.ts';
import { createAcker } from './acker.ts';
import { sendUntilAck, type AwaitedAck } from './await-ack.ts';
import type { CallEvents } from './call-events.ts';
import { contactOf, refreshTarget, requestWithin, storeDialog, type Dialog, type RequestParts } from './dialog.ts';
import { waysOfDialog } from './dialog-ways.ts';
import { receiveRefer } from './refer-in.ts';
import { createReferrals, referHeaders, type ReferOptions } from './refer-out.ts';
import type { SessionDeps } from './session-deps.ts';
import { agreeInterval, createSessionTimer, isTooShort, minSeconds, sessionInterval } from './session-timer.ts';

/** An offer nobody answers is refused after so long, ms: the far side would wait for the whole of its transaction. */
const OFFER_MS = 20_000;
/** Re-INVITEs of ours that meet one of theirs, again and again. */
const MOST_GLARES = 6;
/** So often in a call an interval of ours that is too short for the far side is made longer. */
const MOST_RAISES = 3;
const LONGEST_SESSION_S = 86_400;

type Renegotiated = { ok: true; sdp: string } | { ok: false; status: number };

export class Session {
  state: 'early' | 'confirmed' | 'ended' = 'early';
  /** What we described last: refreshing says it again. */
  localSdp: string | null = null;
  readonly dialog: Dialog;
  readonly #deps: SessionDeps;
  readonly #events: CallEvents;
  /** We sent the INVITE that made the dialog: its Call-ID is ours (RFC 3261 section 14.1). */
  readonly #isCaller: boolean;
  readonly #timer;
  readonly #refers;
  #onEnd: () => void;
  /** A re-INVITE or UPDATE of ours with an offer is under way. */
  #offering = false;
  /** An offer of theirs waits for its answer. */
  #theirOffer: ServerTransaction | null = null;
  #awaitedAck: AwaitedAck | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** The BYE that has to wait for the ACK of our 2xx (RFC 3261 section 15). */
  #byeLater: SipHeader[] | null = null;
  #byeSent = false;
  readonly #waits = new Set<() => void>();
  #lateOffer = false;
  /** The shortest interval that the far side is known to take, s. */
  #minSeS = MIN_SE_S;
  #raises = 0;

  constructor(deps: SessionDeps, parts: { dialog: Dialog; events: CallEvents; isCaller: boolean; onEnd: () => void }) {
    this.#deps = deps;
    this.dialog = parts.dialog;
    this.#events = parts.events;
    this.#isCaller = parts.isCaller;
    this.#onEnd = parts.onEnd;
    this.#refers = createReferrals(deps.timers);
    this.#timer = createSessionTimer(deps.timers, {
      refresh: () => void this.#refresh(),
      expired: () => this.lose('session expired'),
    });
  }

  stored(): StoredDialog | null {
    return this.state === 'confirmed' ? storeDialog(this.dialog) : null;
  }

  confirm(interval: { seconds: number; weRefresh: boolean } | null): void {
    if (this.state !== 'early') return;
    this.state = 'confirmed';
    this.#timer.set(interval);
  }

  /** Repeats a 2xx of ours until its ACK; without one the call is lost. */
  awaitAck(transaction: ServerTransaction, response: SipResponse, lateOffer: boolean): void {
    this.#lateOffer = lateOffer;
    this.#awaitedAck = sendUntilAck(this.#deps, transaction, response, () => {
      this.#awaitedAck = null;
      if (this.#byeLater) this.#sendBye(this.#byeLater);
      else this.lose('no ACK');
    });
  }

  /** BYE, and the last event. */
  hangup(extra: SipHeader[], by: 'us' | 'replaced' = 'us'): void {
    if (this.state === 'ended') return;
    if (this.#awaitedAck) this.#byeLater = extra;
    else this.#sendBye(extra);
    this.#end(by, '');
  }

  /** BYE of a dialog that nobody was told of. */
  hangupQuietly(): void {
    if (this.state === 'ended') return;
    this.#sendBye([]);
    this.#close();
  }

  /** The far side is silent or forgot us. */
  lose(detail: string): void {
    if (this.state === 'ended') return;
    this.#sendBye([]);
    this.#end('lost', detail);
  }

  /** The other call failed before there was a session. */
  drop(): void {
    this.#close();
  }

  #end(by: 'peer' | 'us' | 'lost' | 'replaced', detail: string): void {
    if (this.state === 'ended') return;
    this.#close();
    this.#events.emit({ is: 'ended', by, detail });
  }

  #close(): void {
    this.state = 'ended';
    this.#timer.set(null);
    for (const wake of [...this.#waits]) wake();
    this.#refers.close();
    this.#theirOffer?.respond(buildResponse(this.#theirOffer.envelope.message, 487));
    this.#theirOffer = null;
    if (!this.#byeLater && !this.#byeSent) this.#release();
  }

  #release(): void {
    this.#awaitedAck?.stop();
    this.#awaitedAck = null;
    this.#onEnd();
  }

  /** The dialog is kept until the far side has answered: a BYE of its own may cross ours. */
  #sendBye(extra: SipHeader[]): void {
    this.#byeLater = null;
    this.#byeSent = true;
    void this.send('BYE', { headers: extra }).finally(() => this.#release());
  }

  /** A request within the dialog; resolves with its final answer, made up as `SipUserAgent.request` does. */
  send(method: string, parts: RequestParts, withContact = false): Promise<SipResponse> {
    const { product } = this.#deps;
    return new Promise((resolve) => {
      this.#deps.start({
        method,
        ways: [() => waysOfDialog(this.dialog, this.#deps.locate)],
        build: (here) =>
          requestWithin(this.dialog, method, {
            ...parts,
            headers: [
              ...(withContact ? this.#sessionHeaders(here) : []),
              { name: 'User-Agent', value: product },
              ...(parts.headers ?? []),
            ],
          }),
        attemptMs: null,
        onFinal: (response) => resolve(response),
        onNowhere: (status, reason) => resolve({ is: 'response', status, reason, headers: [], body: Buffer.alloc(0) }),
      });
    });
  }

  /** Of every request and answer that refreshes the target or the session. */
  #sessionHeaders(here: Here): SipHeader[] {
    return [
      { name: 'Contact', value: contactOf(here, this.dialog.contactUser) },
      { name: 'Allow', value: ALLOW },
      { name: 'Supported', value: SUPPORTED },
    ];
  }

  // Ours

  renegotiate(sdp: string): Promise<Renegotiated> {
    const turn = this.#queue.then(() => this.#offer(sdp));
    this.#queue = turn;
    return turn;
  }

  async #offer(sdp: string): Promise<Renegotiated> {
    for (let glares = 0; glares < MOST_GLARES; glares++) {
      if (this.state !== 'confirmed') return { ok: false, status: 481 };
      const response = this.#theirOffer || this.#awaitedAck ? null : await this.#reinvite(sdp);
      if (response && response.status < 300) {
        this.localSdp = sdp;
        const answer = sdpOf(response);
        return answer === null ? { ok: false, status: 488 } : { ok: true, sdp: answer };
      }
      if (response && this.#raiseInterval(response)) continue;
      if (response && response.status !== 491) return { ok: false, status: this.#judgeRefusal(response) };
      await this.#wait(this.#glareMs());
    }
    return { ok: false, status: 491 };
  }

  /** RFC 3261 section 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other up to 2 s, in steps of 10 ms. */
  #glareMs(): number {
    const step = (from: number, to: number) => from + Math.floor((this.#deps.random() * (to - from)) / 10) * 10;
    return this.#isCaller ? step(2100, 4000) : step(0, 2000);
  }

  /** Until then, or the end of the call. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waits.delete(wake);
        cancel();
        resolve();
      };
      const cancel = this.#deps.timers.after(ms, wake);
      this.#waits.add(wake);
    });
  }

  /** 481 and 408 end the dialog (RFC 5057 section 5.1). */
  #judgeRefusal({ status }: SipResponse): number {
    if (status === 481 || status === 408) this.lose(`re-INVITE got ${status}`);
    return status;
  }

  #reinvite(sdp: string): Promise<SipResponse> {
    this.#offering = true;
    const ack = createAcker(this.#deps, this.dialog);
    return new Promise<SipResponse>((resolve) => {
      this.#deps.start({
        method: 'INVITE',
        ways: [() => waysOfDialog(this.dialog, this.#deps.locate)],
        build: (here) =>
          requestWithin(this.dialog, 'INVITE', {
            headers: [...this.#sessionHeaders(here), ...this.#refreshHeaders()],
            body: sdp,
          }),
        attemptMs: null,
        onFinal: (response, transaction) => {
          if (response.status < 300) {
            refreshTarget(this.dialog, response);
            this.#takeInterval(response);
            ack(transaction.request, undefined);
          }
          resolve(response);
        },
        onNowhere: (status, reason) => resolve({ is: 'response', status, reason, headers: [], body: Buffer.alloc(0) }),
      });
    }).finally(() => {
      this.#offering = false;
    });
  }

  #refreshHeaders(): SipHeader[] {
    const { seconds } = this.#timer;
    if (seconds === null) return [];
    return [
      { name: 'Session-Expires', value: `${seconds};refresher=uac` },
      { name: 'Min-SE', value: String(this.#minSeS) },
    ];
  }

  /** After a 422: asked again with the interval that it names (RFC 4028 section 7.3). False: it is no such answer, or makes no sense. */
  #raiseInterval(response: SipResponse): boolean {
    const wanted = minSeconds(response);
    const asked = this.#timer.seconds;
    if (response.status !== 422 || asked === null || wanted <= asked || wanted > LONGEST_SESSION_S) return false;
    if (++this.#raises > MOST_RAISES) return false;
    this.#minSeS = wanted;
    this.#timer.set({ seconds: wanted, weRefresh: true });
    return true;
  }

  /** Of a 2xx to a request of ours. */
  #takeInterval(response: SipMessage): void {
    const interval = sessionInterval(response);
    this.#timer.set(interval && { seconds: interval.seconds, weRefresh: interval.refresher !== 'uas' });
  }

  /** By UPDATE where the far side takes it, which leaves the sound alone; else by the same description again. */
  async #refresh(): Promise<void> {
    if (this.state !== 'confirmed') return;
    if (this.dialog.allows.has('UPDATE') || this.localSdp === null) return this.#refreshByUpdate();
    const result = await this.renegotiate(this.localSdp);
    if (!result.ok) this.#refreshLater(result.status);
  }

  async #refreshByUpdate(): Promise<void> {
    const response = await this.send('UPDATE', { headers: this.#refreshHeaders() }, true);
    if (this.state !== 'confirmed') return;
    if (response.status < 300) {
      refreshTarget(this.dialog, response);
      this.#takeInterval(response);
    } else if (this.#raiseInterval(response)) await this.#refreshByUpdate();
    else this.#refreshLater(response.status);
  }

  #refreshLater(status: number): void {
    if (status === 481 || status === 408) return this.lose(`refresh got ${status}`);
    // Refused, yet the far side lives: asked again before the interval ends.
    const { seconds } = this.#timer;
    if (seconds !== null) this.#timer.set({ seconds: Math.max(seconds / 2, 20), weRefresh: true });
  }

  async info(contentType: string, body: string): Promise<number> {
    if (this.state === 'ended') return 481;
    const { status } = await this.send('INFO', { contentType, body });
    return status;
  }

  refer(to: string, options: ReferOptions, signal: AbortSignal): Promise<number> {
    if (this.state !== 'confirmed') return Promise.resolve(481);
    const headers = referHeaders(to, options, this.dialog.local);
    const id = this.dialog.localCseq + 1;
    return this.#refers.subscribe(id, () => this.send('REFER', { headers }, true), signal);
  }

  // Theirs

  receive(envelope: Envelope<SipRequest>, transaction: ServerTransaction | null): void {
    const request = envelope.message;
    if (!transaction) return this.#receiveAck(envelope);
    if (this.state === 'ended') {
      return transaction.respond(buildResponse(request, request.method === 'BYE' ? 200 : 481));
    }
    switch (request.method) {
      case 'BYE':
        transaction.respond(buildResponse(request, 200));
        this.#byeCame(header(request, 'Reason') ?? '');
        return;
      case 'INVITE':
        return this.#receiveReinvite(transaction);
      case 'UPDATE':
        return this.#receiveUpdate(transaction);
      case 'INFO':
        transaction.respond(buildResponse(request, 200));
        if (request.body.length > 0) {
          const contentType = mediaOf(header(request, 'Content-Type') ?? '');
          this.#events.emit({ is: 'info', contentType, body: request.body.toString('utf8') });
        }
        return;
      case 'REFER':
        return this.#receiveRefer(transaction);
      case 'NOTIFY':
        return transaction.respond(buildResponse(request, this.#refers.take(request) ? 200 : 481));
      case 'OPTIONS':
        return transaction.respond(buildResponse(request, 200, { headers: this.#answerHeaders(transaction) }));
      default:
        return transaction.respond(buildResponse(request, 405, { headers: [{ name: 'Allow', value: ALLOW }] }));
    }
  }

  #byeCame(reason: string): void {
    this.#byeLater = null;
    this.#awaitedAck?.stop();
    this.#awaitedAck = null;
    this.#end('peer', reason);
  }

  #receiveAck(envelope: Envelope<SipRequest>): void {
    if (this.#awaitedAck?.cseq !== envelope.cseq.number) return;
    this.#awaitedAck.stop();
    this.#awaitedAck = null;
    if (this.#byeLater) return this.#sendBye(this.#byeLater);
    const sdp = this.#lateOffer ? sdpOf(envelope.message) : null;
    this.#events.emit({ is: 'confirmed', sdp });
  }

  #answerHeaders({ envelope }: ServerTransaction): SipHeader[] {
    const { here } = envelope.flow;
    const product = { name: 'Server', value: this.#deps.product };
    return here ? [...this.#sessionHeaders(here), product] : [product];
  }

  /** Null: it may be taken. Otherwise the answer that it gets. */
  #faultOfOffer(request: SipRequest, hasOffer: boolean): { status: number; parts?: ResponseParts } | null {
    if (request.body.length > 0 && sdpOf(request) === null) {
      return { status: 415, parts: { headers: [{ name: 'Accept', value: 'application/sdp' }] } };
    }
    if (isTooShort(request)) return { status: 422, parts: { headers: [{ name: 'Min-SE', value: String(MIN_SE_S) }] } };
    if (!hasOffer) return null;
    if (this.#offering || this.#awaitedAck) return { status: 491 };
    if (!this.#theirOffer) return null;
    const seconds = Math.floor(this.#deps.random() * 11);
    return { status: 500, parts: { headers: [{ name: 'Retry-After', value: String(seconds) }] } };
  }

  #receiveReinvite(transaction: ServerTransaction): void {
    const request = transaction.envelope.message;
    const fault = this.state === 'early' ? { status: 491 } : this.#faultOfOffer(request, true);
    if (fault) return transaction.respond(buildResponse(request, fault.status, fault.parts));
    transaction.respond(buildResponse(request, 100));
    transaction.onCancel = () => {
      transaction.respond(buildResponse(request, 487));
      if (this.#theirOffer === transaction) this.#theirOffer = null;
    };
    const sdp = sdpOf(request);
    this.#ask(transaction, sdp, (answer) => {
      const response = this.#accepted(transaction, answer);
      this.awaitAck(transaction, response, sdp === null);
    });
  }

  #receiveUpdate(transaction: ServerTransaction): void {
    const request = transaction.envelope.message;
    const sdp = sdpOf(request);
    const fault = this.#faultOfOffer(request, sdp !== null);
    if (fault) return transaction.respond(buildResponse(request, fault.status, fault.parts));
    if (sdp === null) return transaction.respond(this.#accepted(transaction, null));
    this.#ask(transaction, sdp, (answer) => transaction.respond(this.#accepted(transaction, answer)));
  }

  /** An offer outside re-INVITE and UPDATE: in a PRACK. */
  askInPrack(transaction: ServerTransaction, sdp: string): void {
    this.#ask(transaction, sdp, (answer) =>
      transaction.respond(buildResponse(transaction.envelope.message, 200, { body: answer })),
    );
  }

  #ask(transaction: ServerTransaction, sdp: string | null, accept: (answer: string) => void): void {
    const request = transaction.envelope.message;
    this.#theirOffer = transaction;
    const decide = (then: () => void) => {
      if (this.#theirOffer !== transaction) return;
      this.#theirOffer = null;
      late();
      then();
    };
    const refuse = (status: number) => decide(() => transaction.respond(buildResponse(request, status)));
    const late = this.#deps.timers.after(OFFER_MS, () => refuse(500));
    this.#events.emit({ is: 'offer', sdp, answer: (answer) => decide(() => accept(answer)), refuse });
  }

  /** The 2xx of a re-INVITE or UPDATE: target and session refreshed. */
  #accepted(transaction: ServerTransaction, sdp: string | null): SipResponse {
    const request = transaction.envelope.message;
    refreshTarget(this.dialog, request);
    this.dialog.flow = transaction.envelope.flow;
    const interval = agreeInterval(request, this.#timer.seconds ?? this.#deps.sessionExpiresS);
    if (this.state === 'confirmed') this.#timer.set(interval);
    if (sdp !== null) this.localSdp = sdp;
    const headers = [...this.#answerHeaders(transaction), ...(interval?.headers ?? [])];
    return buildResponse(request, 200, { headers, ...(sdp === null ? {} : { body: sdp }) });
  }

  #receiveRefer(transaction: ServerTransaction): void {
    const here = transaction.envelope.flow.here;
    const contact = { name: 'Contact', value: here ? contactOf(here, this.dialog.contactUser) : this.dialog.local };
    receiveRefer(transaction, {
      timers: this.#deps.timers,
      contact,
      emit: (event) => this.#events.emit(event),
      send: (headers, contentType, body) => {
        if (this.state !== 'ended') void this.send('NOTIFY', { headers, contentType, body }, true);
      },
    });
  }

  get replaceable(): 'early' | 'confirmed' | 'ended' {
    return this.state;
  }
}
