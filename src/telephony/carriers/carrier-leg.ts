// The leg of a party whose sound comes by a carrier's media stream. Its course is told by two sides that do not wait for each other: the
// carrier's word on the call (webhooks, answers of its API), and the socket of the stream. What only one carrier does is its `CallControl`.

import { randomBytes } from 'node:crypto';
import type { Clock, WallClock } from '../../interfaces/clock.ts';
import type { CallLeg, HangupReason, LegAbilities, LegCommand, LegEvent } from '../../interfaces/leg.ts';
import type {
  DialFailure,
  LineQuality,
  PhoneLeg,
  PhoneLegIdentifier,
  PhoneLegSummary,
} from '../../interfaces/phone-edge.ts';
import type { OpenPhonePeer, RtpNews } from '../../media/index.ts';
import type { MediaSocket } from './media-socket.ts';

/** What the carrier is told of a call. None throws; what fails is logged by whoever implements it. */
export interface CallControl {
  /** The caller is to be let in. On sockets that open with a call that was answered already: nothing. */
  answer(): void;
  /** Resolves when the carrier has ended the call, or cannot be told. */
  hangup(reason: HangupReason, state: { wasAnswered: boolean }): Promise<void>;
  /** Null: keys are played as tones. */
  digits: ((digits: string, gapMs: number) => void) | null;
  /** Gives the call away; false when the carrier refused. Null: it cannot. */
  refer: ((to: string, headers: Record<string, string>) => Promise<boolean>) | null;
}

export interface CarrierLegDeps {
  role: CallLeg['role'];
  /** Did we dial? Then a hang-up before the answer is a failure of the dialling. */
  isOutbound: boolean;
  identifier: PhoneLegIdentifier;
  control: CallControl;
  openPeer: OpenPhonePeer;
  wallClock: WallClock;
  /** After `gone`. */
  onGone(): void;
  log(message: string, facts: object): void;
}

type LegFact = LegEvent extends infer E ? (E extends LegEvent ? Omit<E, 'at' | 'wall'> : never) : never;

/** From us to the ear, by carrier and mobile network. */
const tailMs = 200;
/** A call that was answered and brings no sound is none. */
const streamDeadlineMs = 15_000;

export class CarrierLeg implements PhoneLeg {
  readonly id: string;
  readonly kind = 'carrier';
  readonly role: CallLeg['role'];
  readonly can: LegAbilities;
  /** Filled as the carrier names the call. */
  readonly identifier: PhoneLegIdentifier;
  private readonly deps: CarrierLegDeps;
  private readonly peer: ReturnType<OpenPhonePeer>;
  private readonly early: LegEvent[] = [];
  private readonly ended = Promise.withResolvers<PhoneLegSummary>();
  private listener: ((event: LegEvent) => void) | null = null;
  private clock: Clock | null = null;
  private socket: MediaSocket | null = null;
  private lastCommand = 0;
  private stage: 'begun' | 'ringing' | 'answered' | 'connected' | 'leaving' | 'gone' = 'begun';
  private quality: LineQuality | null = null;
  private sipStatus: number | null = null;
  /** The carrier is giving the call away, or has: its stream ends by that, perhaps before the answer comes. */
  private giving: Promise<boolean> | null = null;
  private streamTimer: NodeJS.Timeout | undefined;

  constructor(deps: CarrierLegDeps) {
    this.deps = deps;
    this.id = `leg-${randomBytes(8).toString('hex')}`;
    this.role = deps.role;
    this.identifier = deps.identifier;
    const { refer } = deps.control;
    this.can = {
      dtmf: true,
      data: false,
      refer: refer !== null,
      hold: false,
      reattach: false,
      maxDataBytes: 0,
      tailMs,
    };
    this.peer = deps.openPeer(this.id, (news) => this.hearPeer(news));
    this.peer.send({ do: 'open', wire: 'frames', role: this.role, codec: 'pcmu', rateHz: 8000 });
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

  summary(): Promise<PhoneLegSummary> {
    return this.ended.promise;
  }

  get isOver(): boolean {
    return this.stage === 'leaving' || this.stage === 'gone';
  }

  get wasAnswered(): boolean {
    return this.stage === 'answered' || this.stage === 'connected';
  }

  /** The carrier says that it rings there. */
  ringing(): void {
    if (this.stage !== 'begun') return;
    this.stage = 'ringing';
    this.tell({ is: 'ringing' });
  }

  /** The carrier says that somebody answered. */
  answered(): void {
    if (this.stage !== 'begun' && this.stage !== 'ringing') return;
    this.stage = 'answered';
    this.tell({ is: 'answered' });
    this.streamTimer = setTimeout(() => this.lost('the carrier opened no media stream'), streamDeadlineMs);
  }

  /** Its media stream has started. False when it has one already, or is over. */
  connect(socket: MediaSocket): boolean {
    if (this.isOver || this.socket) return false;
    this.answered();
    clearTimeout(this.streamTimer);
    this.socket = socket;
    this.stage = 'connected';
    this.tell({ is: 'connected' });
    return true;
  }

  /** Sound of the one on the phone. */
  hear(sound: Uint8Array): void {
    if (this.stage === 'connected') this.peer.send({ do: 'frame', bytes: sound });
  }

  digit(digit: string): void {
    if (this.stage === 'connected') this.tell({ is: 'dtmf', digit });
  }

  /** Nobody answered. */
  failed(code: DialFailure, sipStatus: number | null, detail: string): void {
    if (this.stage === 'gone') return;
    this.sipStatus = sipStatus;
    if (this.stage === 'begun' || this.stage === 'ringing') this.tell({ is: 'failed', code });
    this.end('peer', detail);
  }

  /** The call or its stream is over; not by us. */
  left(detail: string): void {
    if (this.giving) void this.giving.then(() => this.end('peer', detail));
    else this.end('peer', detail);
  }

  /** The way to the other side broke, or it did not keep to its part: the carrier's call, if there is one, is ended. */
  lost(detail: string): void {
    if (this.isOver) return;
    // A call that was given away lives on without us.
    if (this.giving) return this.left(detail);
    const { wasAnswered } = this;
    this.stage = 'leaving';
    void this.deps.control.hangup('error', { wasAnswered });
    this.end('lost', detail);
  }

  /** Resolves when the carrier was told. */
  async hangup(reason: HangupReason): Promise<void> {
    if (this.isOver) return;
    const { wasAnswered, socket } = this;
    this.stage = 'leaving';
    // A call that was given away lives on without us.
    if (this.giving && (await this.giving)) return this.end('us', reason);
    // The last words are heard out: they may still be on their way to the ear.
    if (reason === 'ended') await socket?.played();
    const told = this.deps.control.hangup(reason, { wasAnswered });
    socket?.close(reason);
    if (!wasAnswered && this.deps.isOutbound) this.tell({ is: 'failed', code: 'cancelled' });
    this.end('us', reason);
    await told;
  }

  private obey(command: LegCommand): void {
    switch (command.do) {
      case 'answer':
        return this.deps.control.answer();
      case 'hangup':
        return void this.hangup(command.reason);
      case 'dtmf':
        return this.press(command.digits, command.gapMs);
      case 'refer':
        return void this.refer(command.to, command.headers);
      // Carriers ring by themselves, put nobody on hold for us, and have no place for data.
      case 'ring':
      case 'hold':
      case 'publish':
      case 'data':
        return;
      default:
        command satisfies never;
    }
  }

  private press(digits: string, gapMs: number): void {
    const { digits: press } = this.deps.control;
    if (press) press(digits, gapMs);
    else this.peer.send({ do: 'digits', digits, gapMs });
  }

  private async refer(to: string, headers: Record<string, string>): Promise<void> {
    this.giving = this.deps.control.refer?.(to, headers) ?? Promise.resolve(false);
    const ok = await this.giving;
    if (!ok) this.giving = null;
    this.tell({ is: 'referDone', ok, sip: ok ? 202 : 603 });
  }

  private hearPeer(news: RtpNews): void {
    switch (news.is) {
      case 'frames':
        if (news.cut) this.socket?.clear();
        if (news.frames.length > 0) this.socket?.play(news.frames);
        return;
      case 'quality':
        this.quality = news.quality;
        return;
      case 'digit':
        return this.digit(news.digit);
      case 'fault':
        return this.deps.log('the sound of a call on a carrier could not be set up', { leg: this.id, what: news.what });
      // There is no port; how long it has been silent the bridge tells.
      case 'bound':
      case 'digitsSent':
      case 'sound':
      case 'closed':
        return;
      case 'died':
        return this.lost('the media host died');
      default:
        news satisfies never;
    }
  }

  private tell(fact: LegFact): void {
    if (this.stage === 'gone') return;
    const event = { ...fact, at: this.clock?.now() ?? 0, wall: this.deps.wallClock() } as LegEvent;
    if (this.listener) this.listener(event);
    else this.early.push(event);
  }

  private end(by: 'peer' | 'us' | 'lost', detail: string): void {
    if (this.stage === 'gone') return;
    this.tell({ is: 'gone', by, detail });
    this.stage = 'gone';
    clearTimeout(this.streamTimer);
    this.socket?.close(detail);
    this.peer.send({ do: 'close' });
    this.ended.resolve({ sipStatus: this.sipStatus, quality: this.quality, ladder: null });
    this.deps.onGone();
  }
}
