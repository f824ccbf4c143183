// A call of ours, from its INVITE to its answer; after that the session of the dialog that won speaks.
//
//   trying     an INVITE is out, or about to be. Forks may have made early dialogs, each with a session of its own.
//   answered   a 2xx came: its dialog is the call. Any other 2xx is acknowledged and ended.
//   over       told as failed, or ended. What still has to be said (CANCEL, the ACK and BYE of a 2xx that crossed it) goes on behind.
//
// Long because forks, redirects, reliable answers, a late offer and an answer that crosses a hang-up all ask which dialog is the call.

import type { Cancel } from '../../../interfaces/clock.ts';
import { ALLOW, MIN_SE_S, SUPPORTED } from '../abilities.ts';
import { sdpOf } from '../body-sdp.ts';
import { buildResponse } from '../build-response.ts';
import { parseCSeq } from '../cseq.ts';
import type { DigestClient } from '../digest/digest-client.ts';
import type { Envelope } from '../envelope.ts';
import { digestOf, type Exchange, type Way } from '../exchange.ts';
import { firstHop, routeHeaders } from '../first-hop.ts';
import { header, headers, headerTokens } from '../header.ts';
import type { SipHeader, SipRequest, SipResponse, SipUri } from '../message.ts';
import { formatNameAddr, tagOf } from '../name-addr.ts';
import { createTag, randomToken } from '../random-token.ts';
import type { InvitePlan, SipCall, SipCallEvent, SipRoute, SipSource, StoredDialog } from '../sip-call.ts';
import type { ClientTransaction, ServerTransaction } from '../transaction/transaction.ts';
import type { Here } from '../transport/flow.ts';
import { locate } from '../transport/locate.ts';
import { mayLead } from '../transport/may-lead.ts';
import { formatUri } from '../uri.ts';
import { createAcker, type Acker } from './acker.ts';
import { bestResponse } from './best-response.ts';
import { createCallEvents } from './call-events.ts';
import { contactOf, dialogOfResponse, refreshTarget, type Dialog } from './dialog.ts';
import { createRedirects } from './redirects.ts';
import { Session } from './session.ts';
import type { DialogOwner, SessionDeps } from './session-deps.ts';
import { minSeconds, sessionInterval } from './session-timer.ts';

/** One dialog that an answer made. */
interface Branch {
  dialog: Dialog;
  session: Session;
  ack: Acker;
  /** RSeq of the last reliable provisional answer. */
  rseq: number | null;
}

/** Our answer to an offer in a 2xx is not waited for longer, ms: the far side waits for its ACK. */
const ANSWER_MS = 20_000;
/** Session intervals found too short, again and again (422). */
const MOST_RAISES = 3;

export class OutgoingCall implements SipCall, DialogOwner {
  readonly direction = 'out';
  readonly id = randomToken(16);
  readonly call: SipCall = this;
  request: SipRequest;
  readonly #deps: SessionDeps;
  readonly #plan: InvitePlan;
  readonly #onOver: (call: OutgoingCall) => void;
  readonly #events = createCallEvents();
  readonly #tag = createTag();
  readonly #digests: (DigestClient | null)[];
  readonly #redirects;
  readonly #refusals: SipResponse[] = [];
  /** By the far side's tag. */
  readonly #branches = new Map<string, Branch>();
  /** Of each 2xx, whose repetitions they answer. */
  readonly #acks = new Map<string, Acker>();
  readonly #unwanted = new Set<Branch>();
  #target: SipUri;
  /** The address of whoever named the targets that are tried now; null: those of the plan. */
  #redirectedBy: string | null = null;
  #cseq = 0;
  #sessionS: number | null;
  #raises = 0;
  #exchange: Exchange | null = null;
  #state: 'trying' | 'answered' | 'over' = 'trying';
  #winner: Branch | null = null;
  #rang = false;
  #ringTimer: Cancel | null = null;
  /** The answer to a late offer has not been given yet. */
  #sendLateAck: ((answer?: string) => void) | null = null;

  constructor(deps: SessionDeps, plan: InvitePlan, onOver: (call: OutgoingCall) => void) {
    this.#deps = deps;
    this.#plan = plan;
    this.#onOver = onOver;
    this.#target = plan.to;
    this.#sessionS = deps.sessionExpiresS;
    this.#digests = plan.routes.map((route) => digestOf(route.credentials));
    this.#redirects = createRedirects(plan.to, plan.redirects ?? 0);
    this.request = this.#build({ transport: 'udp', host: 'invalid', port: 5060 });
    this.#cseq = 0;
  }

  /** Sends the INVITE, unless the call was given up before. */
  start(): void {
    if (this.#state === 'over') return this.#settle();
    this.#ringTimer = this.#deps.timers.after(this.#plan.ringMs, () => this.#giveUp('timeout', []));
    this.#invite();
  }

  #invite(): void {
    const routes = this.#target === this.#plan.to ? this.#plan.routes : [];
    const ways = routes.map((route, index) => () => this.#waysOf(route, this.#digests[index] ?? null));
    // A target that a 3xx named is reached by itself, or by the proxy that all is sent to.
    if (routes.length === 0) {
      const { proxy, transport = null } = this.#plan.routes[0] ?? {};
      const direct = { target: this.#target, transport: null, credentials: null };
      const target = proxy ? { ...direct, proxy, transport } : direct;
      ways.push(() => this.#waysOf(target, this.#digests[0] ?? null));
    }
    this.#exchange = this.#deps.start({
      method: 'INVITE',
      ways,
      build: (here) => (this.request = this.#build(here)),
      attemptMs: this.#plan.attemptMs,
      onProvisional: (response, transaction) => this.#provisional(response, transaction),
      onFinal: (response, transaction, way) => this.#final(response, transaction, way),
      onNowhere: (status, reason) => this.#nowhere(status, reason),
    });
  }

  async #waysOf(route: SipRoute, digest: DigestClient | null): Promise<Way[]> {
    const found = await locate(firstHop(route), route.transport, this.#deps.locate);
    const from = route.proxy ? null : this.#redirectedBy;
    const hops = found.filter(({ address }) => from === null || mayLead(from, address));
    return hops.map((hop) => ({ hop, flow: null, digest }));
  }

  #build(here: Here): SipRequest {
    const plan = this.#plan;
    const { sdp } = plan;
    this.#cseq += 1;
    const lines: SipHeader[] = [
      ...routeHeaders(plan.routes[0]),
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: formatNameAddr({ ...plan.from, params: { tag: this.#tag } }) },
      { name: 'To', value: `<${formatUri(plan.to)}>` },
      { name: 'Call-ID', value: this.id },
      { name: 'CSeq', value: `${this.#cseq} INVITE` },
      { name: 'Contact', value: contactOf(here, plan.from.uri.user) },
      { name: 'Allow', value: ALLOW },
      { name: 'Supported', value: sdp === null ? SUPPORTED.replace('100rel, ', '') : SUPPORTED },
      { name: 'User-Agent', value: this.#deps.product },
    ];
    if (this.#sessionS !== null) {
      lines.push(
        { name: 'Session-Expires', value: String(this.#sessionS) },
        { name: 'Min-SE', value: String(Math.min(MIN_SE_S, this.#sessionS)) },
      );
    }
    lines.push(...plan.headers);
    if (sdp !== null) lines.push({ name: 'Content-Type', value: 'application/sdp' });
    return {
      is: 'request',
      method: 'INVITE',
      uri: formatUri(this.#target),
      headers: lines,
      body: Buffer.from(sdp ?? ''),
    };
  }

  // Answers to the INVITE

  #provisional(response: SipResponse, transaction: ClientTransaction): void {
    if (this.#state !== 'trying' || response.status === 100) return;
    if (!this.#rang) {
      this.#rang = true;
      this.#ringTimer?.();
      this.#ringTimer = this.#deps.timers.after(this.#plan.ringMs, () => this.#giveUp('timeout', []));
    }
    if (tagOf(response, 'To') !== null) {
      const branch = this.#branchOf(response, transaction, null);
      if (!this.#isNews(branch, response)) return;
    }
    this.#events.emit({ is: 'ringing', status: response.status, sdp: sdpOf(response), message: response });
  }

  /** A reliable answer is acknowledged by PRACK, in order (RFC 3262 section 4); repeated or early ones say nothing. */
  #isNews(branch: Branch, response: SipResponse): boolean {
    const reliable = headerTokens(response, 'Require').some((each) => each.toLowerCase() === '100rel');
    const rseq = Number(header(response, 'RSeq') ?? NaN);
    if (!reliable || !Number.isInteger(rseq)) return true;
    if (branch.rseq !== null && rseq !== branch.rseq + 1) return false;
    branch.rseq = rseq;
    refreshTarget(branch.dialog, response);
    const rack = `${rseq} ${header(response, 'CSeq') ?? ''}`;
    void branch.session.send('PRACK', { headers: [{ name: 'RAck', value: rack }] });
    return true;
  }

  #branchOf(response: SipResponse, { flow, request }: ClientTransaction, digest: DigestClient | null): Branch {
    const tag = tagOf(response, 'To') ?? '';
    const known = this.#branches.get(tag);
    if (known) return known;
    const cseq = parseCSeq(header(request, 'CSeq') ?? '')?.number ?? this.#cseq;
    const dialog = dialogOfResponse(request, response, { flow, digest, cseq });
    const session = new Session(this.#deps, {
      dialog,
      events: this.#events,
      isCaller: true,
      onEnd: () => this.#branchEnded(tag),
    });
    session.localSdp = this.#plan.sdp;
    const branch = { dialog, session, ack: createAcker(this.#deps, dialog), rseq: null };
    this.#branches.set(tag, branch);
    this.#deps.dialogs.add(dialog, this);
    return branch;
  }

  #final(response: SipResponse, transaction: ClientTransaction, way: Way): void {
    if (response.status < 300) return this.#accepted(response, transaction, way);
    if (this.#state !== 'trying') return this.#settle();
    if (response.status === 422 && this.#raise(response)) return this.#invite();
    // A redirection that was followed is no answer any more (RFC 3261 section 16.7, step 4).
    if (response.status < 400) {
      this.#redirects.take(response);
      this.#redirectedBy = transaction.flow.source.address;
    } else this.#refusals.push(response);
    const target = response.status < 600 ? this.#redirects.next() : null;
    if (target) {
      this.#target = target;
      return this.#invite();
    }
    const best = bestResponse(this.#refusals) ?? response;
    this.#fail({ is: 'failed', status: best.status, reason: best.reason, message: best, by: 'peer' });
    this.#settle();
  }

  /** The far side wants longer intervals (RFC 4028 section 7.3). */
  #raise(response: SipResponse): boolean {
    const wanted = minSeconds(response);
    if (this.#raises >= MOST_RAISES || wanted <= (this.#sessionS ?? 0) || wanted > 86_400) return false;
    this.#raises += 1;
    this.#sessionS = wanted;
    return true;
  }

  #nowhere(status: 408 | 503, reason: string): void {
    const target = this.#state === 'trying' ? this.#redirects.next() : null;
    if (target) {
      this.#target = target;
      return this.#invite();
    }
    const best = bestResponse(this.#refusals);
    if (best && this.#target !== this.#plan.to) {
      this.#fail({ is: 'failed', status: best.status, reason: best.reason, message: best, by: 'peer' });
    } else {
      const by = status === 408 ? 'timeout' : 'transport';
      this.#fail({ is: 'failed', status, reason, message: null, by });
    }
    this.#settle();
  }

  #accepted(response: SipResponse, transaction: ClientTransaction, way: Way): void {
    const tag = tagOf(response, 'To') ?? '';
    const acknowledged = this.#acks.get(tag);
    if (acknowledged) {
      if (!this.#sendLateAck) acknowledged(transaction.request);
      return;
    }
    const branch = this.#branchOf(response, transaction, way.digest);
    this.#acks.set(tag, branch.ack);
    refreshTarget(branch.dialog, response);
    branch.dialog.digest = way.digest;
    // The 2xx has the last word on the route (RFC 3261 section 13.2.2.4).
    branch.dialog.routeSet = headers(response, 'Record-Route').reverse();
    if (this.#state !== 'trying') return this.#endUnwanted(branch, transaction);
    this.#state = 'answered';
    this.#winner = branch;
    this.#ringTimer?.();
    for (const other of [...this.#branches.values()]) if (other !== branch) other.session.drop();
    const interval = sessionInterval(response);
    branch.session.confirm(interval && { seconds: interval.seconds, weRefresh: interval.refresher !== 'uas' });
    this.#acknowledge(branch, response, transaction);
  }

  /** At once, or with the answer to a late offer. */
  #acknowledge(branch: Branch, message: SipResponse, transaction: ClientTransaction): void {
    const sdp = sdpOf(message);
    if (this.#plan.sdp !== null || sdp === null) {
      branch.ack(transaction.request);
      this.#events.emit({ is: 'accepted', sdp, message, answer: null });
      return;
    }
    const send = (answer?: string) => {
      if (!this.#sendLateAck) return;
      this.#sendLateAck = null;
      late();
      if (answer !== undefined) branch.session.localSdp = answer;
      branch.ack(transaction.request, answer);
    };
    this.#sendLateAck = send;
    const late = this.#deps.timers.after(ANSWER_MS, () => this.hangup());
    this.#events.emit({ is: 'accepted', sdp, message, answer: send });
  }

  /** A 2xx that lost against another, or crossed our CANCEL: acknowledged and ended. */
  #endUnwanted(branch: Branch, transaction: ClientTransaction): void {
    this.#unwanted.add(branch);
    branch.ack(transaction.request);
    branch.session.hangupQuietly();
  }

  // Ours

  hangup(extra: SipHeader[] = []): void {
    if (this.#state === 'trying') this.#giveUp('us', extra);
    else if (this.#state === 'answered') {
      this.#sendLateAck?.();
      this.#winner?.session.hangup(extra);
    }
  }

  #giveUp(by: 'us' | 'timeout', extra: SipHeader[]): void {
    if (this.#state !== 'trying') return;
    const status = by === 'timeout' && !this.#rang ? 408 : 487;
    const reason = by === 'timeout' ? 'No answer in time' : 'Cancelled';
    this.#fail({ is: 'failed', status, reason, message: null, by });
    this.#exchange?.cancel(extra);
  }

  #fail(event: SipCallEvent): void {
    if (this.#state !== 'trying') return;
    this.#state = 'over';
    this.#ringTimer?.();
    for (const branch of [...this.#branches.values()]) branch.session.drop();
    this.#events.emit(event);
  }

  ring(): void {}
  accept(): void {}
  reject(): void {}

  renegotiate(sdp: string): ReturnType<SipCall['renegotiate']> {
    return this.#winner?.session.renegotiate(sdp) ?? Promise.resolve({ ok: false, status: 481 });
  }

  info(contentType: string, body: string): Promise<number> {
    return this.#winner?.session.info(contentType, body) ?? Promise.resolve(481);
  }

  refer(...args: Parameters<SipCall['refer']>): Promise<number> {
    return this.#winner?.session.refer(...args) ?? Promise.resolve(481);
  }

  stored(): StoredDialog | null {
    return this.#winner?.session.stored() ?? null;
  }

  get peer(): SipSource | null {
    const branch = this.#winner ?? [...this.#branches.values()].at(-1);
    return branch?.dialog.source ?? null;
  }

  /** Nobody has answered anything yet, not even 100. */
  get isUnheard(): boolean {
    return this.#exchange?.wasHeard !== true;
  }

  /** Of calls that came. */
  ignore(): void {}

  onEvent(listener: (event: SipCallEvent) => void): void {
    this.#events.listen(listener);
  }

  // Of the dialogs

  receive(envelope: Envelope<SipRequest>, transaction: ServerTransaction | null, dialog: Dialog): void {
    const branch = this.#branches.get(dialog.remoteTag);
    const early = this.#state === 'trying' && transaction && envelope.message.method === 'BYE';
    if (branch && !early) branch.session.receive(envelope, transaction);
    else transaction?.respond(buildResponse(envelope.message, 481));
  }

  get replaceable(): DialogOwner['replaceable'] {
    if (this.#state === 'trying') return 'early';
    return this.#state === 'answered' ? (this.#winner?.session.replaceable ?? 'ended') : 'ended';
  }

  replacedBy(): void {
    if (this.#state === 'trying') this.#giveUp('us', []);
    else this.#winner?.session.hangup([], 'replaced');
  }

  #branchEnded(tag: string): void {
    const branch = this.#branches.get(tag);
    if (!branch) return;
    this.#branches.delete(tag);
    this.#deps.dialogs.remove(branch.dialog);
    if (branch === this.#winner) this.#state = 'over';
    if (branch === this.#winner || this.#unwanted.has(branch)) this.#settle();
  }

  /** Nothing of it is under way any more. */
  #settle(): void {
    if (this.#state === 'over') this.#onOver(this);
  }
}
