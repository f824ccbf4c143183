// A party on the telephone by SIP: one call of the user agent at a time (dialling may try several targets, Replaces may put another call in
// its place) and one peer in the media host.
//
// begun      Nothing rang yet. Out: the port is being bound, then target after target is tried. In: nobody was bothered yet.
// ringing    The far side rings, or plays sound before the answer; in: we ring.
// answered   The 200 is on its way (in: until its ACK).
// connected  Sound can flow both ways. Offers of either side may change it.
// leaving    We hang up; what the far side says no longer counts.
// gone       Told, once.
//
// Long because every event and every order is judged by that one state, whichever side it comes from; what has a state of its own (sound, keys,
// hold and loss, REFER, ladders) has a file of its own.

import { randomBytes } from 'node:crypto';
import type { Clock } from '../../interfaces/clock.ts';
import type { CallLeg, HangupReason, LegAbilities, LegCommand, LegEvent } from '../../interfaces/leg.ts';
import type { DialFailure, PhoneLeg, PhoneLegIdentifier, PhoneLegSummary } from '../../interfaces/phone-edge.ts';
import { mayLead } from '../sip/transport/may-lead.ts';
import type { SipCall, SipCallEvent } from '../sip/sip-call.ts';
import { headerTokens } from '../sip/header.ts';
import { dialFailureOf, isWorthAnotherTarget, type FailedAttempt } from './dial-failure.ts';
import { headerLines } from './header-lines.ts';
import { reasonHeader, rejectionOf } from './hangup-words.ts';
import { createLegLadders, type LegLadders } from './leg-ladders.ts';
import { createLegDigits, type LegDigits } from './leg-digits.ts';
import { createLegPresence, type LegPresence } from './leg-presence.ts';
import { createLegReferral, type LegReferral } from './leg-referral.ts';
import { createLegSound, type LegSound } from './leg-sound.ts';
import type { Attempt, SipLegDeps } from './sip-leg-deps.ts';

type LegFact = LegEvent extends infer E ? (E extends LegEvent ? Omit<E, 'at' | 'wall'> : never) : never;
type EventOf<Is extends SipCallEvent['is']> = Extract<SipCallEvent, { is: Is }>;

/** From us to the ear: jitter buffers and the telephone network. */
const TAIL_MS = 120;

export class SipLeg implements PhoneLeg {
  readonly id = `leg-${randomBytes(8).toString('hex')}`;
  readonly kind = 'sip';
  readonly role: CallLeg['role'];
  readonly identifier: PhoneLegIdentifier = {};
  readonly can: LegAbilities = {
    dtmf: true,
    data: false,
    refer: true,
    hold: true,
    reattach: false,
    maxDataBytes: 0,
    tailMs: TAIL_MS,
  };
  private readonly soundCame = Promise.withResolvers<void>();
  /** Resolves when sound of the far side came for the first time. */
  readonly firstSound = this.soundCame.promise;
  private readonly deps: SipLegDeps;
  private readonly sound: LegSound;
  private readonly digits: LegDigits;
  private readonly presence: LegPresence;
  private readonly referral: LegReferral;
  private readonly early: LegEvent[] = [];
  private readonly ended = Promise.withResolvers<PhoneLegSummary>();
  private readonly referring = new AbortController();
  private readonly ladders: LegLadders;
  private attemptAtMs = 0;
  private listener: ((event: LegEvent) => void) | null = null;
  private clock: Clock | null = null;
  private call: SipCall | null = null;
  private attempts: Attempt[] = [];
  private stage: 'begun' | 'ringing' | 'answered' | 'connected' | 'leaving' | 'gone' = 'begun';
  private rang = false;
  private wasCancelled = false;
  private lastCommand = 0;
  private sipStatus: number | null = null;
  private isAnswerWanted = false;
  /** Of a call that came. */
  private offer: string | null = null;

  constructor(deps: SipLegDeps) {
    this.deps = deps;
    this.role = deps.role;
    this.ladders = createLegLadders(deps.openLadder, deps.timers);
    this.digits = createLegDigits({
      order: (order) => this.sound.order(order),
      info: () => this.infoOf(),
      timers: deps.timers,
      heard: (digit) => this.tell({ is: 'dtmf', digit }),
    });
    this.sound = createLegSound({
      ...deps.sound,
      timers: deps.timers,
      mayReach: (address) => this.mayReach(address),
      id: this.id,
      role: deps.role,
      onDigit: (digit) => this.digits.fromSound(digit),
      onSound: (state) => {
        if (state === 'first') this.soundCame.resolve();
        this.presence.hear(state);
      },
      onDied: () => this.loseSound(),
      onSettled: (hasEvents) => this.digits.negotiated(hasEvents),
    });
    const isConnected = (): boolean => this.stage === 'connected';
    this.presence = createLegPresence({
      sound: this.sound,
      timers: deps.timers,
      isConnected,
      tell: (fact) => this.tell(fact),
      onLost: (detail) => this.giveUp(detail),
    });
    this.referral = createLegReferral({
      referredTo: deps.referredTo,
      sound: this.sound,
      isConnected,
      onDialled: (call) => this.ladders.open(call),
      onSuccessor: (call) => this.succeed(call),
      onNobody: (detail) => this.end('peer', detail),
    });
  }

  /** Dials: each of `attempts` while the one before could not be reached. */
  dial(attempts: Attempt[]): void {
    this.attempts = [...attempts];
    void this.sound.bound.then((isBound) => {
      if (this.isOver) return;
      if (!isBound) return this.fail('unavailable', null, 'no port is free for its sound');
      this.tryNext();
    });
  }

  /** Somebody calls; `offer`: of the INVITE. */
  receive(call: SipCall, offer: string | null): void {
    this.offer = offer;
    this.take(call);
  }

  /** It cannot even be dialled. */
  abandon(code: DialFailure, detail: string): void {
    if (!this.isOver) this.fail(code, null, detail);
  }

  /** Another call takes the place of this leg's (RFC 3891). False: it cannot. */
  replaceBy(call: SipCall, offer: string | null): boolean {
    if (this.stage !== 'connected') return false;
    const former = this.call;
    this.sound.renew();
    // Before it is accepted, which ends the former call: that is not the end of this leg.
    this.take(call);
    if (this.acceptOn(call, offer)) {
      former?.hangup([reasonHeader('ended')]);
      return true;
    }
    this.call = former;
    if (former) this.identifier.sip_call_id = former.id;
    return false;
  }

  send(command: LegCommand): void {
    if (this.isOver || command.n <= this.lastCommand) return;
    this.lastCommand = command.n;
    this.obey(command);
  }

  onEvent(listener: (event: LegEvent) => void): void {
    this.listener = listener;
    for (const event of this.early.splice(0)) listener(event);
  }

  /** Called by the bridge that it is on. */
  attached(clock: Clock): void {
    this.clock = clock;
  }

  capture(file: string | null): void {
    if (!this.isOver) this.sound.order({ do: 'capture', file });
  }

  summary(): Promise<PhoneLegSummary> {
    return this.ended.promise;
  }

  get sipCall(): SipCall | null {
    return this.call;
  }

  /** What was heard of the far side, for the test of a trunk. */
  get heard(): { anything: boolean; codec: string | null } {
    return { anything: this.sound.wasHeard, codec: this.sound.codec };
  }

  private mayReach(address: string): boolean {
    const peer = this.call?.peer;
    return !peer || mayLead(peer.address, address);
  }

  private get isOver(): boolean {
    return this.stage === 'leaving' || this.stage === 'gone';
  }

  private tryNext(): void {
    const attempt = this.attempts.shift();
    if (!attempt) return this.fail('unavailable', 503, 'the trunk has no address to send to');
    this.attemptAtMs = this.deps.timers.nowMs();
    this.take(attempt(this.sound.offer()));
  }

  private take(call: SipCall): void {
    this.ladders.open(call);
    this.listenTo(call);
  }

  private listenTo(call: SipCall): void {
    this.call = call;
    this.identifier.sip_call_id = call.id;
    call.onEvent((event) => {
      // What a call that is not ours any more says is history: another target is tried, or another call took its place.
      if (this.call === call) this.hear(event);
    });
  }

  private hear(event: SipCallEvent): void {
    switch (event.is) {
      case 'ringing':
        return this.hearRinging(event);
      case 'accepted':
        return this.hearAccepted(event);
      case 'confirmed':
        return this.hearConfirmed(event.sdp);
      case 'offer':
        return this.hearOffer(event);
      case 'info':
        return this.digits.fromInfo(event.contentType, event.body);
      case 'refer':
        return void this.referral.hear(event);
      case 'failed':
        return this.hearFailed(event);
      case 'ended':
        return this.hearEnded(event);
      default:
        event satisfies never;
    }
  }

  private hearRinging({ status, sdp }: EventOf<'ringing'>): void {
    if (this.isOver || status === 100) return;
    const hasSound = sdp !== null && this.sound.take(sdp).ok;
    if (this.stage === 'begun') this.stage = 'ringing';
    // 183 without sound says only that something is under way; nothing rings for it.
    if (status !== 183 || hasSound) this.rang = true;
    this.tell({ is: hasSound ? 'early' : 'ringing' });
  }

  private hearAccepted({ sdp, answer }: EventOf<'accepted'>): void {
    if (this.isOver) return;
    this.stage = 'answered';
    const settled = sdp === null || this.settleAnswer(sdp, answer);
    this.tell({ is: 'answered' });
    if (!settled) return this.giveUp('no sound could be agreed on');
    this.connect();
  }

  private settleAnswer(sdp: string, answer: ((sdp: string) => void) | null): boolean {
    if (!answer) return this.sound.take(sdp).ok;
    const answered = this.sound.answer(sdp);
    if (answered.ok) answer(answered.sdp);
    return answered.ok;
  }

  /** In: the ACK of our 200; both ways: of a re-INVITE of theirs that had no offer. */
  private hearConfirmed(sdp: string | null): void {
    if (this.isOver) return;
    if (sdp !== null && !this.sound.take(sdp).ok) return this.giveUp('no sound could be agreed on');
    if (this.stage === 'answered') this.connect();
    else this.presence.noteHold();
  }

  private connect(): void {
    this.stage = 'connected';
    this.remember();
    this.tell({ is: 'connected' });
    this.presence.noteHold();
  }

  private hearOffer({ sdp, answer, refuse }: EventOf<'offer'>): void {
    if (this.isOver) return refuse(481);
    if (sdp === null) return answer(this.sound.offer());
    const answered = this.sound.answer(sdp);
    if (!answered.ok) return refuse(answered.status);
    answer(answered.sdp);
    this.presence.noteHold();
  }

  private hearEnded({ by, detail }: EventOf<'ended'>): void {
    if (by === 'peer' && this.referral.outlives(detail)) this.presence.leave();
    else this.end(by, detail);
  }

  /** Whom the far side referred us to has answered: he is the far side. */
  private succeed(call: SipCall): void {
    const former = this.call;
    this.listenTo(call);
    // It asked for this, and is told of it before.
    former?.hangup([reasonHeader('ended')]);
    this.remember();
    this.presence.noteHold();
  }

  private hearFailed({ status, by, reason }: EventOf<'failed'>): void {
    if (this.stage === 'gone') return;
    const isRingTimeOver = this.deps.timers.nowMs() - this.attemptAtMs >= (this.deps.ringMs ?? Infinity);
    const attempt: FailedAttempt = {
      status,
      by,
      rang: this.rang || (by === 'timeout' && isRingTimeOver),
      wasCancelled: this.wasCancelled,
    };
    this.deps.keep(this, null);
    if (this.call?.direction === 'in') return this.end(by === 'us' ? 'us' : 'peer', `${status} ${reason}`);
    if (this.attempts.length > 0 && isWorthAnotherTarget(attempt)) {
      this.deps.log.info(
        { leg: this.id, status, by },
        'a target of the trunk did not take the call, the next one is tried',
      );
      return this.tryNext();
    }
    this.fail(dialFailureOf(attempt), status, `${status} ${reason}`);
  }

  private obey(command: LegCommand): void {
    switch (command.do) {
      case 'ring':
        return this.ring();
      case 'answer':
        return this.answer();
      case 'hangup':
        return this.hangup(command.reason);
      case 'dtmf':
        return this.digits.press(command.digits, command.gapMs);
      case 'hold':
        return void this.hold(command.on);
      case 'refer':
        return void this.refer(command.to, command.replaces ?? null, command.headers);
      // Phones have no place for data, and every phone may be heard.
      case 'publish':
      case 'data':
        return;
      default:
        command satisfies never;
    }
  }

  private ring(): void {
    if (this.call?.direction !== 'in' || this.stage !== 'begun') return;
    this.stage = 'ringing';
    this.call.ring();
  }

  private answer(): void {
    const { call } = this;
    if (call?.direction !== 'in' || this.isAnswerWanted || (this.stage !== 'begun' && this.stage !== 'ringing')) return;
    this.isAnswerWanted = true;
    void this.sound.bound.then((isBound) => {
      if (this.isOver) return;
      if (!isBound) return this.hangup('unavailable');
      if (this.acceptOn(call, this.offer)) {
        this.stage = 'answered';
        return this.tell({ is: 'answered' });
      }
      call.reject(488);
      this.end('us', 'no sound could be agreed on');
    });
  }

  /** Answers its offer, or offers where it had none. */
  private acceptOn(call: SipCall, offer: string | null): boolean {
    if (offer === null) {
      call.accept(this.sound.offer());
      return true;
    }
    const answered = this.sound.answer(offer);
    if (answered.ok) call.accept(answered.sdp);
    return answered.ok;
  }

  private hangup(reason: HangupReason): void {
    const { call } = this;
    const wasAnswered = this.stage === 'answered' || this.stage === 'connected';
    this.wasCancelled = true;
    if (call && call.direction === 'in' && !wasAnswered) {
      const { status, headers } = rejectionOf(reason);
      if (this.deps.onRejected?.(reason)) call.ignore();
      else call.reject(status, undefined, headers);
      return this.end('us', reason);
    }
    this.endCall(reason, wasAnswered ? 'BYE' : 'INVITE');
    if (!wasAnswered) this.tell({ is: 'failed', code: 'cancelled' satisfies DialFailure });
    this.end('us', reason);
  }

  /** Whoever rings is told to come again: the next call has sound. */
  private loseSound(): void {
    if (this.isOver) return;
    const detail = 'the media host died';
    if (this.stage === 'answered' || this.stage === 'connected') return this.giveUp(detail);
    if (this.call?.direction === 'in') return this.hangup('unavailable');
    this.endCall('error', 'INVITE');
    this.fail('unavailable', null, detail);
  }

  /** The call was answered and is worth nothing: it is ended from here. */
  private giveUp(detail: string): void {
    this.endCall('error', 'BYE');
    this.end('lost', detail);
  }

  /** `last`: the request whose answer ends the exchange. */
  private endCall(reason: HangupReason, last: 'BYE' | 'INVITE'): void {
    if (!this.call) return;
    this.ladders.endWith(last);
    this.call.hangup([reasonHeader(reason)]);
  }

  private async hold(on: boolean): Promise<void> {
    if (this.stage !== 'connected') return;
    this.sound.hold(on);
    const { call } = this;
    const result = await call?.renegotiate(this.sound.offer());
    if (result?.ok && !this.isOver && call === this.call) this.sound.take(result.sdp);
    this.remember();
  }

  private async refer(to: string, replaces: string | null, headers: Record<string, string>): Promise<void> {
    const { call } = this;
    const address = this.deps.addressOf(to);
    const other = replaces === null ? null : this.deps.callOf(replaces);
    if (!call || this.stage !== 'connected' || address === null || (replaces !== null && !other))
      return this.tell({ is: 'referDone', ok: false, sip: address === null ? 416 : 481 });
    const options = { headers: headerLines(headers), ...(other ? { replaces: other } : {}) };
    const status = await call.refer(address, options, this.referring.signal);
    this.tell({ is: 'referDone', ok: status >= 200 && status < 300, sip: status });
  }

  /** Null: the far side takes no INFO. Of a call that we made, its answer says so; nobody knows yet, then it may. */
  private infoOf(): ((contentType: string, body: string) => Promise<number>) | null {
    const { call } = this;
    if (!call || this.stage !== 'connected') return null;
    const allowed = headerTokens(call.request, 'Allow');
    if (call.direction === 'in' && allowed.length > 0 && !allowed.includes('INFO')) return null;
    return (contentType, body) => call.info(contentType, body);
  }

  private remember(): void {
    const stored = this.isOver ? null : (this.call?.stored() ?? null);
    if (stored) this.deps.keep(this, stored);
  }

  private tell(fact: LegFact): void {
    if (this.stage === 'gone') return;
    const event = { ...fact, at: this.clock?.now() ?? 0, wall: this.deps.wallClock() } as LegEvent;
    if (this.listener) this.listener(event);
    else this.early.push(event);
  }

  private fail(code: DialFailure, status: number | null, detail: string): void {
    if (this.stage === 'gone') return;
    this.sipStatus = status;
    if (this.stage === 'begun' || this.stage === 'ringing') this.tell({ is: 'failed', code });
    this.end(this.wasCancelled ? 'us' : 'peer', detail);
  }

  private end(by: 'peer' | 'us' | 'lost' | 'replaced', detail: string): void {
    if (this.stage === 'gone') return;
    this.stage = 'leaving';
    this.referring.abort();
    this.referral.close();
    this.presence.close();
    this.digits.close();
    this.tell({ is: 'gone', by, detail });
    this.stage = 'gone';
    this.deps.keep(this, null);
    void this.conclude();
  }

  /** The ladder waits for the last messages: the answer to our BYE. */
  private async conclude(): Promise<void> {
    const [quality] = await Promise.all([this.sound.close(), this.ladders.settled()]);
    this.ended.resolve({ sipStatus: this.sipStatus, quality, ladder: this.ladders.close() });
    this.deps.onGone(this);
  }
}
