// One web call over plain HTTP signalling: its peer in the media host on one side, the leg of the call on the other. There is no socket, so
// the state of the connection alone tells whether the client is there.

import { randomBytes } from 'node:crypto';
import type { WallClock } from '../../interfaces/clock.ts';
import type { GatewayCandidate } from '../../interfaces/gateway.ts';
import type { LegCommand, LegId } from '../../interfaces/leg.ts';
import type { HostedLeg } from '../host/remote-bridge.ts';
import { createBrowserLeg, maxDataBytes, type BrowserLeg } from './browser-leg.ts';
import { gatewayMessage, statusMessage } from './gateway-messages.ts';
import type { PeerNews, PeerOrder } from './peer-protocol.ts';
import type { SessionLimits } from './signal-session.ts';

export interface GatewaySessionDeps {
  callId: string;
  openPeer(leg: LegId, onNews: (news: PeerNews) => void): { send(order: PeerOrder): void };
  wallClock: WallClock;
  limits: SessionLimits;
  log(message: string, fields?: Record<string, unknown>): void;
  /** After `gone`; the session is to be forgotten. */
  onGone(): void;
}

/** The client's offer could not be answered; `message` says why. */
export class OfferRefused extends Error {
  override readonly name = 'OfferRefused';
}

const maxCandidates = 200;
/** Making an answer takes some ms; a media host that is gone never does. */
const answerLimitMs = 5_000;

export class GatewaySession {
  readonly leg: HostedLeg;
  /** Of the client that holds the call now. */
  id = '';
  /** Does the call know of the leg? */
  announced = false;
  private readonly deps: GatewaySessionDeps;
  private readonly line: BrowserLeg;
  private readonly peer: { send(order: PeerOrder): void };
  private pending: { id: number; settle: (sdp: string) => void; fail: (why: string) => void } | null = null;
  private offers = 0;
  private candidates = 0;
  private saidEnd = false;

  constructor(deps: GatewaySessionDeps) {
    this.deps = deps;
    const { wallClock, limits } = deps;
    this.line = createBrowserLeg({
      role: 'caller',
      wallClock,
      reconnectMs: limits.reconnectMs,
      obey: (command) => this.obey(command),
      onLost: (detail) => this.end('lost', detail),
    });
    this.leg = this.line.leg;
    this.peer = deps.openPeer(this.leg.id, (news) => this.hearPeer(news));
  }

  /** A client that comes for the first time, or anew: a new connection on the same leg. Rejects with OfferRefused. */
  async open(sdp: string): Promise<{ session_id: string; sdp: string }> {
    const again = this.id !== '';
    this.id = `webrtc_${randomBytes(12).toString('hex')}`;
    const session_id = this.id;
    this.candidates = 0;
    this.peer.send({ do: 'open', wire: 'gateway', role: this.leg.role });
    if (again) this.judge(false);
    else this.line.startDeadline(this.deps.limits.connectMs, 'the client asked for the call and never connected');
    this.deps.log('web call joined by HTTP', { callId: this.deps.callId, again });
    return { session_id, sdp: await this.offer(sdp) };
  }

  /** Is an offer being answered? */
  get isAnswering(): boolean {
    return this.pending !== null;
  }

  /** The same client offers anew: the network changed. Rejects with OfferRefused. */
  offer(sdp: string): Promise<string> {
    this.pending?.fail('a newer offer came');
    const id = ++this.offers;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(() => this.pending?.fail('the media host did not answer'), answerLimitMs);
    const over = (): void => {
      clearTimeout(timer);
      if (this.pending?.id === id) this.pending = null;
    };
    this.pending = {
      id,
      settle: (answer) => (over(), resolve(answer)),
      fail: (why) => (over(), reject(new OfferRefused(why))),
    };
    this.peer.send({ do: 'offer', sdp, id });
    return promise;
  }

  /** False when there were too many. */
  addCandidates(candidates: readonly GatewayCandidate[]): boolean {
    this.candidates += candidates.length;
    if (this.candidates > maxCandidates) return false;
    for (const { candidate, sdpMid = null, sdpMLineIndex = null } of candidates)
      this.peer.send({ do: 'candidate', target: 'publisher', init: { candidate, sdpMid, sdpMLineIndex } });
    return true;
  }

  /** The client hangs up. */
  leave(): void {
    this.end('peer', 'the client left');
  }

  hangup(detail: string): void {
    if (this.line.isGone) return;
    if (!this.saidEnd) this.say(statusMessage('ended'));
    this.end('us', detail);
  }

  private obey(command: LegCommand): void {
    if (command.do === 'hangup') return this.hangup(command.reason);
    // A browser rings by itself and answers by joining; it has no keypad, no hold and no transfer.
    if (command.do !== 'data') return;
    const message = gatewayMessage(command.json);
    if ('state' in message && message.state === 'ended') this.saidEnd = true;
    this.say(message);
  }

  private say(message: object): void {
    const bytes = new TextEncoder().encode(JSON.stringify(message));
    if (bytes.length > maxDataBytes) this.deps.log('data message too long for a browser', { bytes: bytes.length });
    else this.peer.send({ do: 'data', bytes });
  }

  private hearPeer(news: PeerNews): void {
    if (this.line.isGone) return;
    switch (news.is) {
      case 'answer':
        if (news.id === this.pending?.id) this.pending.settle(news.sdp);
        return;
      case 'state':
        return this.judge(news.state === 'connected');
      case 'fault':
        if (news.what === 'offer' || news.what === 'open') this.pending?.fail(news.message);
        this.deps.log('web call: the peer refused something', { callId: this.deps.callId, what: news.what });
        return;
      // The server makes no offers, has no candidates to add, and the channel brings nothing.
      case 'offer':
      case 'candidate':
      case 'data':
        return;
      default:
        news satisfies never;
    }
  }

  private judge(whole: boolean): void {
    if (this.line.judge(whole)) this.say(statusMessage('live'));
  }

  private end(by: 'peer' | 'us' | 'lost', detail: string): void {
    if (!this.line.end(by, detail)) return;
    this.pending?.fail('the call is over');
    // The client reads our last word first.
    setTimeout(() => this.peer.send({ do: 'close' }), by === 'us' ? this.deps.limits.lingerMs : 0);
    this.deps.log('web call left', { callId: this.deps.callId, by, detail });
    this.deps.onGone();
  }
}
