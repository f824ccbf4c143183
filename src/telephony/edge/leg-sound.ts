// The sound of one leg as its signalling sees it: offers and answers of the dialog, and the peer in the media host that carries them out.

import type { LineQuality } from '../../interfaces/phone-edge.ts';
import type { LegId } from '../../interfaces/leg.ts';
import type { OpenPhonePeer, RtpNews, RtpOrder } from '../../media/index.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { createOfferAnswer, type LocalSound, type OfferAnswer, type Settled } from '../sip/sdp/offer-answer.ts';

export interface LegSoundDeps {
  id: LegId;
  role: Extract<RtpOrder, { do: 'open' }>['role'];
  openPeer: OpenPhonePeer;
  family: 4 | 6;
  timers: Pick<SipTimers, 'after'>;
  /** May sound be sent to where the far side says it is, before any came from there? */
  mayReach(address: string): boolean;
  /** Asked before each description. */
  wish(): SoundWish;
  onDigit(digit: string): void;
  /** Sound of the far side: for the first time, missing though it was owed, there again. */
  onSound(state: 'first' | 'lost' | 'back'): void;
  /** The media host has died: there is no sound any more, and will be none. */
  onDied(): void;
  /** Does the far side know telephone-event? */
  onSettled(hasEvents: boolean): void;
}

export interface SoundWish {
  /** What the far side is told; null: the address that the media host has. */
  address: string | null;
  srtp: LocalSound['srtp'];
  codecs: LocalSound['codecs'];
}

export interface LegSound {
  /** Resolves when there is a port; false: there is none, or the media host says nothing of it (it has died). */
  readonly bound: Promise<boolean>;
  readonly quality: LineQuality | null;
  /** Did anything come from the far side? */
  readonly wasHeard: boolean;
  /** The codec that we send; null before anything was settled. */
  readonly codec: string | null;
  order(order: RtpOrder): void;
  offer(): string;
  answer(offer: string): ReturnType<OfferAnswer['answer']>;
  take(answer: string): Settled;
  /** Another dialog takes the place of this one (Replaces): its descriptions begin anew. */
  renew(): void;
  /** An offer to somebody who may come instead of the far side, while that is still there. */
  branch(): SoundBranch;
  /** We want to hear no more, or again; say it by a new offer. */
  hold(on: boolean): void;
  /** Has the far side put us on hold? */
  readonly isHeld: boolean;
  /** Does it take our sound? Who only sends none may still listen. */
  readonly hearsUs: boolean;
  /** Resolves with the last quality, or what is known after a second. */
  close(): Promise<LineQuality | null>;
}

/** `adopt`: his answer; from then on he is the far side. */
export interface SoundBranch {
  readonly offer: string;
  adopt(answer: string): Settled;
}

const LAST_WORD_MS = 1_000;
/** A port is had in a few ms. */
const MOST_BIND_MS = 5_000;

export function createLegSound(deps: LegSoundDeps): LegSound {
  const bound = Promise.withResolvers<boolean>();
  const last = Promise.withResolvers<void>();
  let offers = createOfferAnswer();
  let place: { address: string; port: number } | null = null;
  let quality: LineQuality | null = null;
  let wasHeard = false;
  let isHolding = false;
  let isHeld = false;
  let hearsUs = true;
  let isClosed = false;
  let codec: string | null = null;

  const peer = deps.openPeer(deps.id, hear);
  const stopWaiting = deps.timers.after(MOST_BIND_MS, () => bound.resolve(false));
  void bound.promise.then(stopWaiting);
  peer.send({ do: 'open', wire: 'rtp', role: deps.role, family: deps.family });

  function hear(news: RtpNews): void {
    switch (news.is) {
      case 'bound':
        place = { address: news.address, port: news.port };
        return bound.resolve(true);
      case 'fault':
        return news.what === 'open' ? bound.resolve(false) : undefined;
      case 'digit':
        return deps.onDigit(news.digit);
      case 'sound':
        if (news.state !== 'lost') wasHeard = true;
        return deps.onSound(news.state);
      case 'quality':
        quality = news.quality;
        return;
      case 'closed':
        return last.resolve();
      case 'died':
        last.resolve();
        bound.resolve(false);
        return deps.onDied();
      // Frames are of carriers' sockets; nobody waits for the end of digits here.
      case 'digitsSent':
      case 'frames':
        return;
      default:
        news satisfies never;
    }
  }

  function local(): LocalSound {
    const { address, port } = place ?? { address: '0.0.0.0', port: 9 };
    const { srtp, codecs, ...wish } = deps.wish();
    const direction = { send: true, receive: !isHolding };
    return { address: wish.address ?? address, port, codecs, direction, srtp };
  }

  function settle<Result extends Settled>(result: Result): Result {
    if (!result.ok) return result;
    const { session } = result;
    codec = session.send.codec;
    // It sends no sound, or wants none of ours, though we asked for both.
    hearsUs = session.remote !== null && session.direction.send;
    isHeld = session.remote === null || !session.direction.send || (!isHolding && !session.direction.receive);
    deps.onSettled(session.digits !== null);
    const { remote, rtcp } = session;
    const named = [remote, rtcp === 'muxed' ? null : rtcp].filter((one) => one !== null);
    const mustComeFirst = named.some(({ address }) => !deps.mayReach(address));
    peer.send({ do: 'session', session: mustComeFirst ? { ...session, mustComeFirst } : session });
    return result;
  }

  return {
    bound: bound.promise,
    get quality() {
      return quality;
    },
    get wasHeard() {
      return wasHeard;
    },
    get codec() {
      return codec;
    },
    get isHeld() {
      return isHeld;
    },
    get hearsUs() {
      return hearsUs;
    },
    order: (order) => peer.send(order),
    offer: () => offers.offer(local()),
    answer: (offer) => settle(offers.answer(offer, local())),
    take: (answer) => settle(offers.take(answer)),
    renew: () => void (offers = createOfferAnswer()),
    branch() {
      const other = createOfferAnswer();
      return {
        offer: other.offer({ ...local(), direction: { send: true, receive: true } }),
        adopt(answer) {
          const taken = other.take(answer);
          if (!taken.ok) return taken;
          offers = other;
          isHolding = false;
          return settle(taken);
        },
      };
    },
    hold: (on) => void (isHolding = on),
    async close() {
      if (!isClosed) {
        isClosed = true;
        bound.resolve(false);
        peer.send({ do: 'close' });
      }
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_WORD_MS)));
      await Promise.race([last.promise, patience]);
      clearTimeout(timer);
      return quality;
    },
  };
}

/** Could we talk with whoever offers this? Asked before anybody is bothered. */
export function judgeOffer(offer: string, srtp: LocalSound['srtp'], codecs: LocalSound['codecs']): Settled {
  const direction = { send: true, receive: true };
  return createOfferAnswer().answer(offer, { address: '192.0.2.1', port: 9, codecs, direction, srtp });
}
