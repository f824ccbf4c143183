// The telephone by SIP: calls in and out over trunks, behind the seam of all telephones.

import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { DialWish, IncomingPhoneCall, PhoneLeg } from '../interfaces/phone-edge.ts';
import type { SipTrunk } from '../interfaces/sip-trunk.ts';
import { isPrivateAddress } from '../interfaces/network-address.ts';
import { createTimerClock } from '../interfaces/timer-clock.ts';
import { createCallRate } from './edge/call-rate.ts';
import { incomingOf } from './edge/incoming.ts';
import { referredTo } from './edge/referred-to.ts';
import { keepDialogs } from './edge/kept-dialogs.ts';
import { createLadders } from './edge/ladders.ts';
import { judgeOffer, type SoundWish } from './edge/leg-sound.ts';
import { destinationOf, outgoingPlan } from './edge/outgoing.ts';
import { SipLeg } from './edge/sip-leg.ts';
import type { Attempt, SipLegDeps } from './edge/sip-leg-deps.ts';
import { createScreen } from './screen/screen.ts';
import { createStrangers } from './screen/strangers.ts';
import { sdpOf } from './sip/body-sdp.ts';
import { createDigestServer } from './sip/digest/digest-server.ts';
import { offeredFamily } from './sip/sdp/offer-answer.ts';
import { firstHop } from './sip/first-hop.ts';
import type { SipRequest } from './sip/message.ts';
import type { SipCall, SipSource } from './sip/sip-call.ts';
import { createSipTimers } from './sip/sip-timers.ts';
import { createSystemResolver } from './sip/transport/locate.ts';
import { formatUri } from './sip/uri.ts';
import type { SipEdge, SipEdgeOptions } from './sip-edge-options.ts';
import { createSipUserAgent } from './sip/user-agent.ts';
import { targetsInOrder, targetUri, type TrunkTarget } from './trunk/target.ts';
import { createTrunkLife, type TrunkLife } from './trunk/trunk-life.ts';
import { blockListOf, createTrunkSources } from './trunk/trunk-sources.ts';
import { createTrunkTest } from './trunk-test/trunk-test.ts';

export type { SipEdge, SipEdgeOptions } from './sip-edge-options.ts';

const CODECS = ['pcmu', 'pcma', 'g722'] as const;
const REALM = 'ringback';
/** How long whoever a REFER names may ring. */
const REFER_MS = 30_000;

/** Rejects when an address to listen on cannot be had, with the system's error. */
export async function createSipEdge(options: SipEdgeOptions): Promise<SipEdge> {
  const { trunks, log, wallClock } = options;
  const clock = options.clock ?? createTimerClock(() => performance.now() * 1000);
  const timers = createSipTimers(clock, options.times);
  const random = options.random ?? Math.random;
  const resolver = options.resolver ?? createSystemResolver();
  const strangers = createStrangers({ timers, log });
  const sources = createTrunkSources({ directory: trunks, resolver, timers, log });
  const { screen, trunksOf, isAllowed } = createScreen({
    sources,
    directory: trunks,
    allowed: blockListOf(options.allow),
    digest: createDigestServer({ realm: REALM, secret: options.secret ?? randomBytes(32), nowMs: wallClock }),
    strangers,
    answer: options.strangers,
  });
  const agent = await createSipUserAgent({
    listen: options.listen,
    screen,
    ...(options.tls ? { tls: options.tls } : {}),
    publicAddress: options.publicAddress,
    clock,
    wallClock,
    ...(options.times ? { times: options.times } : {}),
    resolver,
    random,
  }).catch((error: unknown) => {
    sources.close();
    strangers.close();
    throw error;
  });
  const ladders = createLadders();
  agent.watch(ladders.watcher);
  const life: TrunkLife = createTrunkLife({
    ...{ agent, directory: trunks, leases: options.leases ?? null },
    ...{ timers, random, wallClock, log },
  });
  const mayCallNow = createCallRate(options.callRate, { timers, log });
  const legs = new Map<string, SipLeg>();
  const workspaceOf = new WeakMap<SipLeg, string | null>();
  let onIncoming: ((leg: PhoneLeg, incoming: IncomingPhoneCall) => void) | null = null;
  let closing: Promise<void> | null = null;
  const dialogs = options.dialogs && keepDialogs({ keeper: options.dialogs, agent, directory: trunks, timers, log });

  interface Party {
    role: SipLegDeps['role'];
    family: 4 | 6;
    wish: SoundWish;
    trunk: SipTrunk | null;
    workspaceId: string | null;
    callId: string | null;
    ringMs?: number;
    source: SipSource | null;
    /** By which number whoever its REFER names is called; null: it is no trunk of one workspace. */
    referBy: Pick<DialWish, 'workspaceId' | 'number'> | null;
    /** It dialled the id of a registered call, and is no trunk of anybody. */
    isStranger?: boolean;
  }

  function makeLeg(party: Party): SipLeg {
    const leg = new SipLeg({
      role: party.role,
      sound: { openPeer: options.openPeer, family: party.family, wish: () => party.wish },
      ...(party.ringMs === undefined ? {} : { ringMs: party.ringMs }),
      timers,
      wallClock,
      log,
      openLadder: (call) => ladders.open(call.id, firstOf(call, party.source, wallClock())),
      addressOf: (to) => addressOf(to, party),
      referredTo: (request) => refer(request, party),
      callOf: (legId) => legs.get(legId)?.sipCall ?? null,
      keep(one, dialog) {
        const { workspaceId, callId, trunk: by } = party;
        dialogs?.keep({ key: one.id, workspaceId, callId, trunkId: by?.trunkId ?? null }, dialog);
      },
      onRejected(reason) {
        if (!party.isStranger || !party.source || reason !== 'unknown') return false;
        // Somebody from nowhere dialled the id of a call that there is not.
        strangers.garbled(party.source.address);
        return true;
      },
      onGone: (one) => void legs.delete(one.id),
    });
    legs.set(leg.id, leg);
    workspaceOf.set(leg, party.workspaceId);
    return leg;
  }

  /** A number becomes a user of the host that the far side knows. */
  function addressOf(to: string, { trunk, source }: Party): string | null {
    const host = targetUri(trunk?.targets[0]?.uri ?? source?.address ?? '');
    const uri = host && destinationOf(to, host);
    return uri && formatUri(uri);
  }

  async function refer(request: SipRequest, party: Party): ReturnType<NonNullable<SipLegDeps['referredTo']>> {
    const asked = referredTo(request);
    const { referBy, role, callId } = party;
    if ('refused' in asked) return asked;
    if (!options.mayRefer || !referBy || role !== 'caller') return { refused: 'Not Allowed' };
    const why = await options.mayRefer({ ...referBy, ...asked });
    const trunk = why === null ? await trunks.forNumber(referBy.workspaceId, referBy.number) : null;
    log.info({ call: callId, why }, 'the far side of a call asked by REFER for a call to somebody else');
    const wish = { ...referBy, ...asked, shownAs: referBy.number, callId: callId ?? '', headers: {}, ringMs: REFER_MS };
    const attempts = trunk && attemptsOf({ ...wish, role }, trunk);
    return attempts?.length ? { attempts } : { refused: 'Not Allowed' };
  }

  function dial(wish: DialWish): PhoneLeg {
    const party: Party = {
      role: wish.role,
      family: 4,
      wish: { address: options.publicAddress, srtp: 'off', codecs: CODECS },
      trunk: null,
      workspaceId: wish.workspaceId,
      callId: wish.callId,
      ringMs: wish.ringMs,
      source: null,
      referBy: { workspaceId: wish.workspaceId, number: wish.number },
    };
    const leg = makeLeg(party);
    trunks.forNumber(wish.workspaceId, wish.number).then(
      (trunk) => (trunk ? dialBy(leg, party, wish, trunk) : leg.abandon('unavailable', 'the number has no SIP trunk')),
      (error: unknown) => {
        log.warn({ err: error }, 'the trunk of a number could not be read');
        leg.abandon('unavailable', 'the trunk of the number could not be read');
      },
    );
    return leg;
  }

  function dialBy(leg: SipLeg, party: Party, wish: DialWish, trunk: SipTrunk): void {
    if (closing) return leg.abandon('unavailable', 'shutting down');
    const targets = inOrder(trunk);
    party.trunk = trunk;
    party.wish = {
      address: addressTowards(targets[0] ? firstHop(targets[0].route).host : ''),
      srtp: wishOfSrtp(trunk),
      codecs: CODECS,
    };
    const attempts = attemptsOf(wish, trunk, targets);
    if (attempts) leg.dial(attempts);
    else leg.abandon('invalid_destination', 'no SIP address can say it');
  }

  function inOrder(trunk: SipTrunk): TrunkTarget[] {
    return targetsInOrder(trunk, (uri) => life.isDown(trunk.trunkId, uri), random);
  }

  /** Null: no SIP address can say whom. */
  function attemptsOf(wish: DialWish, trunk: SipTrunk, targets = inOrder(trunk)): Attempt[] | null {
    if (!targets.every((target) => outgoingPlan(wish, trunk, target, ''))) return null;
    return targets.map((target) => (sdp) => agent.invite(outgoingPlan(wish, trunk, target, sdp)!));
  }

  /** On a private network our address of the internet leads nowhere. */
  function addressTowards(host: string): string | null {
    return isIP(host) && isPrivateAddress(host) ? null : options.publicAddress;
  }

  function receive(call: SipCall, source: SipSource, replaces: SipCall | null): void {
    const offer = sdpOf(call.request);
    const from = trunksOf(call.request, source);
    const [trunk = null, ...others] = from;
    const srtp = srtpOfCaller(from);
    const judged = offer === null ? null : judgeOffer(offer, srtp, CODECS);
    const isStranger = from.length === 0 && !isAllowed(source);
    if (isStranger && (judged?.ok === false || replaces || !onIncoming || closing)) return call.ignore();
    if (!mayCallNow(source.address))
      return isStranger ? call.ignore() : call.reject(503, undefined, [{ name: 'Retry-After', value: '5' }]);
    if (judged?.ok === false) return call.reject(judged.status, judged.reason);
    const workspaces = isAllowed(source) ? null : new Set(from.map(({ workspaceId }) => workspaceId));
    if (replaces) return replace(call, replaces, offer, workspaces);
    const incoming = incomingOf(call.request, workspaces);
    if (!incoming) return call.reject(404);
    if (!onIncoming || closing) return call.reject(503, undefined, [{ name: 'Retry-After', value: '10' }]);
    const leg = makeLeg({
      role: 'caller',
      family: (offer === null ? null : offeredFamily(offer)) ?? (isIP(source.address) === 6 ? 6 : 4),
      wish: { address: addressTowards(source.address), srtp, codecs: CODECS },
      trunk: others.length === 0 ? trunk : null,
      workspaceId: incoming.workspaceId,
      callId: null,
      source,
      referBy:
        trunk && others.every((other) => other.workspaceId === trunk.workspaceId)
          ? { workspaceId: trunk.workspaceId, number: incoming.to }
          : null,
      isStranger,
    });
    leg.receive(call, offer);
    onIncoming(leg, incoming);
  }

  /** An attended transfer at the far side: whom we talk with hands us over to somebody else, by a trunk of the same workspace. */
  function replace(call: SipCall, replaced: SipCall, offer: string | null, from: ReadonlySet<string> | null): void {
    const leg = [...legs.values()].find(({ sipCall }) => sipCall === replaced);
    const isTheirs = leg && (from === null || from.has(workspaceOf.get(leg) ?? ''));
    if (!isTheirs || !leg.replaceBy(call, offer)) call.reject(481);
  }

  async function closeAll(): Promise<void> {
    dialogs?.stop();
    for (const leg of legs.values()) leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'shutdown' });
    await life.close();
    sources.close();
    strangers.close();
    const summaries = [...legs.values()].map((leg) => leg.summary());
    await agent.close();
    await Promise.all(summaries);
    await dialogs?.settled();
  }

  agent.onInvite(receive);
  const test = createTrunkTest({
    agent,
    resolver,
    tls: options.tls ?? null,
    publicAddress: options.publicAddress,
    speak: options.speakTest,
    random,
    timers,
    turnedAway: () => strangers.callers(),
    directory: trunks,
    registersHere: (trunkId) => life.registersHere(trunkId),
    dialBy(trunk, wish) {
      const party: Party = {
        role: 'caller',
        family: 4,
        wish: { address: options.publicAddress, srtp: 'off', codecs: CODECS },
        trunk,
        workspaceId: trunk.workspaceId,
        callId: wish.callId,
        ringMs: wish.ringMs,
        source: null,
        referBy: null,
      };
      const leg = makeLeg(party);
      dialBy(leg, party, wish, trunk);
      return leg;
    },
  });
  return {
    dial,
    onIncoming: (listener) => void (onIncoming = listener),
    listening: agent.listening,
    care: { health: (trunkId) => life.health(trunkId), test },
    counts: agent.counts,
    get strangers() {
      return strangers.counts;
    },
    get size() {
      return legs.size;
    },
    takeOver() {
      life.takeOver();
      dialogs?.lookForOrphans();
    },
    ready: () => sources.ready(),
    close: () => (closing ??= closeAll()),
  };
}

function wishOfSrtp({ srtp }: SipTrunk): SoundWish['srtp'] {
  return srtp === 'required' ? 'required' : srtp === 'offered' ? 'optional' : 'off';
}

/** Callers of no trunk may encrypt if they like; of several trunks the strictest counts. */
function srtpOfCaller(trunks: readonly SipTrunk[]): SoundWish['srtp'] {
  const wishes = new Set(trunks.map(wishOfSrtp));
  return wishes.has('required') ? 'required' : wishes.size === 0 || wishes.has('optional') ? 'optional' : 'off';
}

/** An INVITE that came was seen before its ladder was opened. */
function firstOf(call: SipCall, source: SipSource | null, atMs: number) {
  return call.direction === 'in' && source ? { sent: false, peer: source, message: call.request, atMs } : undefined;
}
